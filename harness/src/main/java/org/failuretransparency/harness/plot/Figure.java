package org.failuretransparency.harness.plot;

import java.util.List;

/// A chart as data: what it shows, on which axes, and what has to be said beneath it.
///
/// @param file its name without ending, e.g. `fig-3.4a`
/// @param title with the number of the dissertation's figure where it is one
/// @param series in the order of the legend; a series without data is not in it but in the notes
/// @param notes sentences for the footnote
record Figure(String file, String title, Axis x, Axis y, List<Series> series, List<String> notes) {

    Figure {
        series = List.copyOf(series);
        notes = List.copyOf(notes);
    }

    /// Whether anything was measured that it could show; published values alone make no figure.
    boolean hasData() {
        return series.stream().anyMatch(one -> !one.look().isPublished());
    }
}
