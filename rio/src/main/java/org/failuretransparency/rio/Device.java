package org.failuretransparency.rio;

/// The spindle that a region is on: logs and databases are kept on disks of their own, as in §3.5.2.
public enum Device {
    LOG,
    DATABASE
}
