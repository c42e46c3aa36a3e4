package org.failuretransparency.harness.plot;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.failuretransparency.harness.results.WholeFile;
import org.knowm.xchart.XYChart;

/// A chart with its footnote, as PNG and as SVG.
///
/// @param footnote lines beneath the chart, each short enough for the width
record Canvas(XYChart chart, List<String> footnote) {

    static final int WIDTH = 1000;
    static final int CHART_HEIGHT = 600;

    private static final int PIXELS_PER_POINT = 2;
    private static final int LINE_HEIGHT = 16;
    private static final int MARGIN = 14;
    private static final Font FOOTNOTE = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Color FOOTNOTE_COLOR = new Color(0x55, 0x55, 0x55);

    Canvas {
        footnote = List.copyOf(footnote);
    }

    private int height() {
        return CHART_HEIGHT + footnote.size() * LINE_HEIGHT + MARGIN;
    }

    void writePng(Path file) {
        BufferedImage image =
                new BufferedImage(WIDTH * PIXELS_PER_POINT, height() * PIXELS_PER_POINT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        paint(g);
        g.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", png)) {
                throw new IllegalStateException("no PNG writer in this JVM: file=" + file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        WholeFile.write(file, png.toByteArray());
    }

    void writeSvg(Path file) {
        VectorGraphics2D g = new VectorGraphics2D();
        paint(g);
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        try {
            new SVGProcessor()
                    .getDocument(g.getCommands(), new PageSize(0, 0, WIDTH, height()))
                    .writeTo(svg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        WholeFile.write(file, described(svg.toString(StandardCharsets.UTF_8)));
    }

    private void paint(Graphics2D g) {
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, height());
        chart.paint(g, WIDTH, CHART_HEIGHT);
        g.setFont(FOOTNOTE);
        g.setColor(FOOTNOTE_COLOR);
        int y = CHART_HEIGHT + LINE_HEIGHT / 2;
        for (String line : footnote) {
            g.drawString(line, MARGIN, y);
            y += LINE_HEIGHT;
        }
    }

    /// XChart draws letters as outlines, so the title and the series' names are given again as text, for readers and
    /// search.
    private String described(String svg) {
        String series = chart.getSeriesMap().values().stream()
                .filter(one -> one.isShowInLegend())
                .map(one -> one.getLabel())
                .collect(Collectors.joining("; "));
        String text = "<title>" + escaped(chart.getTitle()) + "</title><desc>Series: " + escaped(series) + ". "
                + escaped(String.join(" ", footnote)) + "</desc>";
        int end = svg.indexOf('>', svg.indexOf("<svg")) + 1;
        return svg.substring(0, end) + "\n" + text + svg.substring(end);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
