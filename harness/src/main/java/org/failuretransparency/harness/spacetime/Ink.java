package org.failuretransparency.harness.spacetime;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;

/// Colours, strokes and letters of the diagrams. The colours are those of Okabe and Ito, which people with any kind of
/// colour vision can tell apart; every kind of event has a form of its own besides.
final class Ink {

    static final Color BLACK = new Color(0x1A, 0x1A, 0x1A);
    static final Color TEXT = new Color(0x22, 0x22, 0x22);
    static final Color SMALL_TEXT = new Color(0x80, 0x80, 0x80);
    static final Color LOST = new Color(0xB4, 0xB4, 0xB4);
    static final Color LOST_GROUND = new Color(0xF0, 0xF0, 0xF0);
    static final Color NON_DETERMINISTIC = new Color(0x00, 0x72, 0xB2);
    static final Color LOG = new Color(0x00, 0x9E, 0x73);
    static final Color CONTROL = new Color(0x7A, 0x86, 0x96);
    static final Color WITNESS = new Color(0xD5, 0x5E, 0x00);

    static final BasicStroke LINE = new BasicStroke(1.5f);
    static final BasicStroke THIN = new BasicStroke(1.1f);
    static final BasicStroke MESSAGE = new BasicStroke(1.3f);
    static final BasicStroke HEAVY = new BasicStroke(3.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    static final BasicStroke CROSS = new BasicStroke(2.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke HIGHLIGHT = new BasicStroke(2.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHED = dashed(1.1f, 5, 3);
    static final BasicStroke DOTTED = dashed(1.2f, 1.5f, 3.5f);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    static final Font PROCESS = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    static final Font WORDS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font INDEX = new Font(Font.SANS_SERIF, Font.PLAIN, 9);

    private static final FontRenderContext LETTERS = new FontRenderContext(null, true, true);

    private Ink() {}

    static double widthOf(String text, Font font) {
        return font.getStringBounds(text, LETTERS).getWidth();
    }

    private static BasicStroke dashed(float width, float on, float off) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {on, off}, 0);
    }
}
