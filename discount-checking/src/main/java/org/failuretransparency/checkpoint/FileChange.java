package org.failuretransparency.checkpoint;

/// One operation on a file, as it has to be known to undo it. Names are absolute, one character a byte ([NamedFiles]);
/// an empty one stands for none.
///
/// @param device of the file
/// @param inode of the file; both 0 where it is not made yet
/// @param offset where the image goes; of an extension the length before it
/// @param path the file's name, before it was changed
/// @param to the name that a renamed file got
/// @param aside the name that an unlinked or replaced file has until its removal
record FileChange(FileOperation operation, long device, long inode, long offset, String path, String to, String aside) {

    static FileChange overwrite(OpenInode file, long offset) {
        return new FileChange(FileOperation.OVERWRITE, file.device, file.inode, offset, file.name, "", "");
    }

    static FileChange extend(OpenInode file) {
        return new FileChange(FileOperation.EXTEND, file.device, file.inode, file.lengthBytes, file.name, "", "");
    }

    static FileChange create(String path) {
        return new FileChange(FileOperation.CREATE, 0, 0, 0, path, "", "");
    }

    static FileChange close(String aside) {
        return new FileChange(FileOperation.CLOSE, 0, 0, 0, "", "", aside);
    }
}
