package org.failuretransparency.harness.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Appends rows to a CSV file, each with one write, so that an interrupted run keeps its finished rows.
///
/// Opening a file that exists continues it: a last line that was cut by a kill is removed first.
///
/// **Survives**: process kill, up to the last row written. **Threads**: one.
final class RowWriter implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private RowWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static RowWriter open(Path file, List<String> columns) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            RowWriter writer = new RowWriter(file, channel);
            try {
                channel.truncate(endOfLastWholeLine(channel));
                channel.position(channel.size());
                if (channel.size() == 0) {
                    writer.write(columns);
                }
                return writer;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ResultsException.Io(file, e);
        }
    }

    void write(List<String> values) {
        ByteBuffer bytes = ByteBuffer.wrap(Csv.line(values).getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new ResultsException.Io(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ResultsException.Io(file, e);
        }
    }

    private static long endOfLastWholeLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
