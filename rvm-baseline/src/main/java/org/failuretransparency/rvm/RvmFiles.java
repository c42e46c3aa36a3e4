package org.failuretransparency.rvm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.recoverable.RedoLog;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;

/// The database and the log of an RVM, open and found to belong together, and the in-memory copy of the database.
///
/// **Failure ordering**: the database is created first and the log, which names it, second. A crash in between leaves a
/// database of zeros without a log, which the next creation removes.
record RvmFiles(Region database, Region logRegion, RedoLog log, InMemoryCopy copy) implements AutoCloseable {

    static final RegionType DATABASE = RegionType.database("RVM-DB");
    static final RegionType LOG = RegionType.log("RVM-LOG");

    private static String databaseName(String name) {
        return name + ".db";
    }

    private static String logName(String name) {
        return name + ".log";
    }

    /// Makes a database of `lengthBytes` zero bytes and its log, and leaves them closed.
    static void create(Regions regions, String name, long lengthBytes, RvmOptions options) {
        deleteUnfinished(regions, name);
        long logBytes = options.logBytesFor(lengthBytes);
        try (Region database = regions.create(databaseName(name), DATABASE, lengthBytes, new byte[0])) {
            byte[] emptyLog = RedoLog.initialBytes(logBytes, database.id(), lengthBytes);
            regions.create(logName(name), LOG, logBytes, emptyLog).close();
        } catch (RuntimeException e) {
            deleteUnfinished(regions, name);
            throw e;
        }
    }

    /// Removes a database without a log, if it holds nothing but zeros.
    private static void deleteUnfinished(Regions regions, String name) {
        if (!regions.exists(databaseName(name)) || regions.exists(logName(name))) {
            return;
        }
        boolean blank;
        try (Region database = regions.view(databaseName(name), DATABASE)) {
            MemorySegment bytes = database.segment();
            // All bytes are zero if the first one is and each equals the one before it.
            MemorySegment shifted = bytes.asSlice(1);
            blank = bytes.get(ValueLayout.JAVA_BYTE, 0) == 0
                    && shifted.mismatch(bytes.asSlice(0, shifted.byteSize())) < 0;
        }
        if (blank) {
            regions.delete(databaseName(name));
        }
    }

    static RvmFiles open(Regions regions, String name, RvmOptions options) {
        requireValid(regions, name);
        Region database = regions.open(databaseName(name), DATABASE.with(options.protection()));
        try {
            Region logRegion = regions.open(logName(name), LOG.with(options.protection()));
            try {
                return open(database, logRegion, options);
            } catch (RuntimeException | Error e) {
                logRegion.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /// Looks at both regions before anything is opened to be changed, so that files that are refused stay as they are.
    private static void requireValid(Regions regions, String name) {
        try (Region database = regions.view(databaseName(name), DATABASE);
                Region logRegion = regions.view(logName(name), LOG)) {
            RedoLog.requireValid(logRegion, database.id(), database.lengthBytes());
        }
    }

    private static RvmFiles open(Region database, Region logRegion, RvmOptions options) {
        RedoLog log = RedoLog.open(logRegion, database.id(), database.lengthBytes());
        try {
            return new RvmFiles(database, logRegion, log, new InMemoryCopy(database, options.copyDirectory()));
        } catch (RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (database;
                logRegion;
                log) {
            copy.close();
        }
    }
}
