package org.failuretransparency.harness.plot;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.failuretransparency.harness.results.WholeFile;

/// Something that can be drawn, as PNG and as SVG, on white.
///
/// @param width in points
/// @param height in points
/// @param title what it is; stands in the SVG as text, for readers and search
/// @param description what can be seen, in words; in the SVG as well
/// @param content draws it
public record Picture(int width, int height, String title, String description, Consumer<Graphics2D> content) {

    private static final int PIXELS_PER_POINT = 2;

    /// Writes it with two pixels a point.
    public void writePng(Path file) {
        BufferedImage image =
                new BufferedImage(width * PIXELS_PER_POINT, height * PIXELS_PER_POINT, BufferedImage.TYPE_INT_RGB);
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

    public void writeSvg(Path file) {
        VectorGraphics2D g = new VectorGraphics2D();
        paint(g);
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        try {
            new SVGProcessor()
                    .getDocument(g.getCommands(), new PageSize(0, 0, width, height))
                    .writeTo(svg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        WholeFile.write(file, described(svg.toString(StandardCharsets.UTF_8)));
    }

    private void paint(Graphics2D g) {
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        content.accept(g);
    }

    private String described(String svg) {
        String text = "<title>" + escaped(title) + "</title><desc>" + escaped(description) + "</desc>";
        int end = svg.indexOf('>', svg.indexOf("<svg")) + 1;
        // The machine that shows it may not have this machine's fonts.
        String letters = svg.substring(end).replaceAll("(font-family:&quot;[^&]+&quot;);", "$1,sans-serif;");
        return svg.substring(0, end) + "\n" + text + letters;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
