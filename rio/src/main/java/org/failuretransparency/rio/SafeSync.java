package org.failuretransparency.rio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.failuretransparency.os.OpenFile;
import org.failuretransparency.os.OsException;

/// Safe sync: the regions of a storage, written to disk together and restored later, as Rio writes the file cache to
/// disk when the operating system crashes. An image is one file that holds any number of regions as they were at one
/// moment, those whose owner was killed among them.
/// ```java
/// SafeSync.save(storage, Path.of("/var/backup/bank.image"));
/// SafeSync.restore(Path.of("/var/backup/bank.image"), storage);     // after the machine has started again
/// ```
/// **Survives**: power loss, once `save` has returned.
///
/// **Threads**: one per storage. The regions are owned while they are saved, so that nobody changes them meanwhile.
///
/// **Failure ordering**: `save` writes the image under another name, forces it, and renames it, so that the image
/// before it stays until the new one is whole. `restore` checks the whole image first, then makes all regions under
/// other names, then renames them one by one; it never replaces a region. A restore that was interrupted between two
/// renames has left only whole regions of this image, and is completed by repeating it.
///
/// **Throws**: [RegionException] and changes nothing: `InUse` when a region has an owner; for an image, `Missing`,
/// `NotAnImage`, `UnsupportedVersion`, `Truncated`, `Corrupt`; for a region that is there already, `OtherRegion` when
/// it is not the one in the image, `OlderImage` when it was opened since, `AlreadyExists` when it is older than the
/// image (delete it to restore).
///
/// **Source**: §1.4, §3.4.
public final class SafeSync {

    private SafeSync() {}

    /// Saves every region of a storage, at least one, and returns their names. Replaces an image that is there.
    public static List<String> save(Storage storage, Path image) {
        List<String> names = storage.names();
        save(storage, names, image);
        return names;
    }

    /// Saves the named regions, at least one.
    public static void save(Storage storage, Collection<String> names, Path image) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no region to save: directory=" + storage.directory());
        }
        List<OpenFile> owned = new ArrayList<>();
        try {
            TreeMap<String, OpenFile> files = new TreeMap<>();
            for (String name : new TreeSet<>(names)) {
                OpenFile file = storage.own(name, true);
                owned.add(file);
                RegionFile.validate(file);
                files.put(name, file);
            }
            ImageFile.write(files, image);
        } catch (OsException e) {
            throw new RegionException.Io(image, e);
        } catch (IOException e) {
            throw new RegionException.Io(image, e);
        } finally {
            owned.forEach(OpenFile::close);
        }
    }

    /// Restores every region of an image into a storage and returns their names. A region that is there already, just
    /// as it was saved, counts as restored.
    public static List<String> restore(Path image, Storage storage) {
        if (!Files.isRegularFile(image)) {
            throw new RegionException.Missing(image);
        }
        Directory directory = storage.regionDirectory();
        List<Path> unfinished = new ArrayList<>();
        try (OpenFile file = OpenFile.openToRead(image);
                OpenFile _ = directory.lock()) {
            List<ImageFile.Entry> entries = ImageFile.validate(file);
            List<Path> targets = new ArrayList<>();
            for (ImageFile.Entry entry : entries) {
                if (!isThereAlready(file, entry, storage)) {
                    targets.add(storage.pathOf(entry.name()));
                }
            }
            for (ImageFile.Entry entry : entries) {
                Path target = storage.pathOf(entry.name());
                if (targets.contains(target)) {
                    unfinished.add(directory.unfinished(target));
                    copy(file, entry, target, storage);
                }
            }
            for (Path target : targets) {
                directory.finish(target);
            }
            return entries.stream().map(ImageFile.Entry::name).toList();
        } catch (OsException e) {
            throw new RegionException.Io(image, e);
        } catch (IOException e) {
            throw new RegionException.Io(image, e);
        } finally {
            remove(unfinished);
        }
    }

    private static boolean isThereAlready(OpenFile image, ImageFile.Entry entry, Storage storage) throws IOException {
        if (!storage.exists(entry.name())) {
            return false;
        }
        Path path = storage.pathOf(entry.name());
        RegionLayout.Header saved = ImageFile.regionHeader(image, entry);
        try (OpenFile target = storage.own(entry.name(), true)) {
            RegionLayout.Header present = RegionFile.validate(target);
            if (!present.id().equals(saved.id())) {
                throw new RegionException.OtherRegion(path, present.id(), saved.id());
            }
            if (present.opens() > saved.opens()) {
                throw new RegionException.OlderImage(path, present.opens(), saved.opens());
            }
            if (present.opens() < saved.opens()) {
                throw new RegionException.AlreadyExists(path);
            }
            return true;
        }
    }

    private static void copy(OpenFile image, ImageFile.Entry entry, Path target, Storage storage) throws IOException {
        try (OpenFile file = storage.regionDirectory().create(target, entry.fileBytes())) {
            ImageFile.copy(image, entry.fileOffset(), file, 0, entry.fileBytes());
            if (storage.kind().forces()) {
                file.syncData();
            }
        }
    }

    private static void remove(List<Path> unfinished) {
        for (Path path : unfinished) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new RegionException.Io(path, e);
            }
        }
    }
}
