package org.failuretransparency.rio;

/// What a region is used for: its content label (1 to 8 of `A-Z 0-9 -`, stored in its header and checked when it is
/// opened), the spindle that a disk model puts it on, and how it is protected while it is open.
public record RegionType(String content, Device device, Protection protection) {

    public RegionType {
        RegionLayout.requireContent(content);
    }

    public static RegionType log(String content) {
        return new RegionType(content, Device.LOG, Protection.NONE);
    }

    public static RegionType database(String content) {
        return new RegionType(content, Device.DATABASE, Protection.NONE);
    }

    public RegionType with(Protection other) {
        return new RegionType(content, device, other);
    }
}
