package org.failuretransparency.rvm;

/// Whether a transaction can be aborted.
///
/// **Source**: RVM's `restore` and `no_restore` modes [Satyanarayanan93].
public enum RestoreMode {
    /// Each declared range is copied to the undo log in memory first, and an abort copies it back.
    RESTORE,
    /// No before-images are taken, so that there is one copy less, and no abort.
    NO_RESTORE
}
