package org.failuretransparency.harness.results;

import java.util.Comparator;
import org.failuretransparency.rio.StorageKind;

/// A system on a storage: one cell of the table that the experiments fill.
///
/// @param system `none`, `vista`, `rvm`, … ; never empty
/// @param storage `rio`, `disk`, `disk-1996`, …; empty where storage has no part in it
public record Cell(String system, String storage) implements Comparable<Cell> {

    public static final Cell NONE = new Cell("none", "rio");
    public static final Cell VISTA = new Cell("vista", "rio");
    public static final Cell VISTA_DISK = new Cell("vista", "disk");
    public static final Cell VISTA_DISK_1996 = new Cell("vista", "disk-1996");
    public static final Cell RVM_RIO = new Cell("rvm", "rio");
    public static final Cell RVM_DISK = new Cell("rvm", "disk");
    public static final Cell RVM_DISK_1996 = new Cell("rvm", "disk-1996");

    public static final Cell DC = new Cell("dc", "rio");
    public static final Cell DC_DISK = new Cell("dc", "disk");
    public static final Cell DC_DISK_1996 = new Cell("dc", "disk-1996");
    public static final Cell DC_DISK_1998 = new Cell("dc", "disk-1998");

    /// Bare datagrams, and a reliable protocol without recovery.
    public static final Cell UDP = new Cell("udp", "");
    public static final Cell BASELINE = new Cell("baseline", "");

    public static final Cell VISTAGRAMS = new Cell("vistagrams", "rio");
    public static final Cell VISTAGRAMS_DISK = new Cell("vistagrams", "disk");

    /// Protocols simulated over scripts, and their computations checked.
    public static final Cell SIMULATOR = new Cell("simulator", "");
    /// State machines explored with every failure, and the checker's verdicts compared.
    public static final Cell EXPLORER = new Cell("explorer", "");

    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::system).thenComparing(Cell::storage);

    /// Whether it waits for no device.
    public boolean isInMemory() {
        return storage.isEmpty() || storage.equals("rio");
    }

    /// Whether its times are partly computed from a drive model.
    public boolean isModelled() {
        return !storage.isEmpty() && StorageKind.of(storage).isModelled();
    }

    /// The dissertation's name: Vista, RVM-Rio, RVM; storages that it did not have are named.
    public String label() {
        String place = switch (storage) {
            case "", "rio" -> "";
            case "disk" -> "disk";
            default -> storage.replace("disk-", "modelled disk, ");
        };
        return switch (system) {
            case "none" -> "No recovery";
            case "vista" -> "Vista" + (place.isEmpty() ? "" : " (" + place + ")");
            case "udp" -> "UDP alone";
            case "baseline" -> "Baseline, not recoverable";
            case "vistagrams" -> "Vistagrams" + (place.isEmpty() ? "" : " (" + place + ")");
            case "dc" ->
                "Discount Checking" + (place.isEmpty() ? "" : place.equals("disk") ? "-disk" : "-disk (" + place + ")");
            case "rvm" -> "rio".equals(storage) ? "RVM-Rio" : "RVM" + (place.isEmpty() ? "" : " (" + place + ")");
            default -> toString();
        };
    }

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }

    /// The form in messages: `vista/rio`.
    @Override
    public String toString() {
        return storage.isEmpty() ? system : system + "/" + storage;
    }
}
