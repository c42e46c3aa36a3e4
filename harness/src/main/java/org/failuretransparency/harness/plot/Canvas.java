package org.failuretransparency.harness.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;

/// A chart with its footnote.
///
/// @param footnote lines beneath the chart, each short enough for the width
record Canvas(XYChart chart, List<String> footnote) {

    static final int WIDTH = 1000;
    static final int CHART_HEIGHT = 600;

    private static final int LINE_HEIGHT = 16;
    private static final int MARGIN = 14;
    private static final Font FOOTNOTE = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Color FOOTNOTE_COLOR = new Color(0x55, 0x55, 0x55);

    Canvas {
        footnote = List.copyOf(footnote);
    }

    /// XChart draws letters as outlines, so the title and the series' names are given again as text.
    Picture picture() {
        String series = chart.getSeriesMap().values().stream()
                .filter(one -> one.isShowInLegend())
                .map(one -> one.getLabel())
                .collect(Collectors.joining("; "));
        int height = CHART_HEIGHT + footnote.size() * LINE_HEIGHT + MARGIN;
        String description = "Series: " + series + ". " + String.join(" ", footnote);
        return new Picture(WIDTH, height, chart.getTitle(), description, this::paint);
    }

    private void paint(Graphics2D g) {
        chart.paint(g, WIDTH, CHART_HEIGHT);
        paintFootnote(g, footnote, CHART_HEIGHT + LINE_HEIGHT / 2);
    }

    /// Lines of small grey text, the first at `y`.
    static void paintFootnote(Graphics2D g, List<String> lines, int y) {
        g.setFont(FOOTNOTE);
        g.setColor(FOOTNOTE_COLOR);
        int baseline = y;
        for (String line : lines) {
            g.drawString(line, MARGIN, baseline);
            baseline += LINE_HEIGHT;
        }
    }
}
