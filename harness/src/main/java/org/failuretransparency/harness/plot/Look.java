package org.failuretransparency.harness.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Params;

/// How a system looks, the same in every figure: colour by system and storage, marker and shade by group commit, dashes
/// for modelled disks, hollow markers without a line for published values.
///
/// The colours are those of Okabe and Ito, which people with any kind of colour vision can tell apart; marker and
/// dashes say the same again.
///
/// @param shape of the markers
/// @param stroke of the line; empty markers of published values have none
/// @param isPublished whether it is a value of the dissertation
record Look(Color color, Shape shape, BasicStroke stroke, boolean isPublished) {

    static final Color BLUE = new Color(0x00, 0x72, 0xB2);
    private static final Color SKY_BLUE = new Color(0x56, 0xB4, 0xE9);
    static final Color VERMILION = new Color(0xD5, 0x5E, 0x00);
    static final Color GREEN = new Color(0x00, 0x9E, 0x73);
    static final Color PURPLE = new Color(0xCC, 0x79, 0xA7);
    private static final Color GREY = new Color(0x70, 0x70, 0x70);

    private static final List<Color> PALETTE = List.of(VERMILION, BLUE, GREEN, PURPLE, SKY_BLUE, GREY);

    private static final float LINE_WIDTH = 1.8f;
    private static final BasicStroke SOLID = new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke DASHED =
            new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 4}, 0);

    private static final double PROTECTED_BRIGHTNESS = 0.55;
    private static final double SECOND_BRIGHTNESS = 1.6;

    /// Groups by size: the marker, and how much the colour is darkened (below 1) or lightened (above 1).
    private static final List<Group> GROUPS = List.of(
            new Group("1", Shape.TRIANGLE, 1.0),
            new Group("8", Shape.DIAMOND, 1.6),
            new Group("64", Shape.SQUARE, 0.55));

    /// The form of a marker.
    enum Shape {
        CIRCLE,
        SQUARE,
        TRIANGLE,
        TRIANGLE_DOWN,
        DIAMOND
    }

    private record Group(String size, Shape shape, double brightness) {}

    /// The look of an arm in figures that compare systems, and in those that compare group sizes of one system.
    static Look of(Cell cell, Params params) {
        BasicStroke stroke = cell.isModelled() ? DASHED : SOLID;
        boolean isProtected =
                params.get(Params.PROTECTION).filter("pages"::equals).isPresent();
        Color color = isProtected ? shaded(colorOf(cell), PROTECTED_BRIGHTNESS) : colorOf(cell);
        return params.get(Params.GROUP)
                .flatMap(size -> GROUPS.stream()
                        .filter(group -> group.size.equals(size) && !size.equals("1"))
                        .findFirst())
                .map(group -> new Look(shaded(color, group.brightness), group.shape, stroke, false))
                .orElseGet(() -> new Look(color, shapeOf(cell), stroke, false));
    }

    /// The looks of series that are no systems, by their place in the legend: no two of the first thirty are alike.
    static Look numbered(int number) {
        Color color = PALETTE.get(number % PALETTE.size());
        Shape shape = Shape.values()[number % Shape.values().length];
        return new Look(color, shape, number / PALETTE.size() % 2 == 0 ? SOLID : DASHED, false);
    }

    /// The same system, where two of its values are in one figure: the second one.
    Look second() {
        return new Look(shaded(color, SECOND_BRIGHTNESS), Shape.SQUARE, stroke, false);
    }

    /// The same system as the dissertation published it.
    Look published() {
        return new Look(color, shape, stroke, true);
    }

    private static Color colorOf(Cell cell) {
        return switch (cell.system()) {
            case "vista", "dc", "vistagrams" -> cell.storage().equals("rio") ? BLUE : SKY_BLUE;
            case "baseline" -> VERMILION;
            case "rvm" ->
                switch (cell.storage()) {
                    case "rio" -> VERMILION;
                    case "disk" -> GREEN;
                    default -> PURPLE;
                };
            default -> GREY;
        };
    }

    private static Shape shapeOf(Cell cell) {
        return switch (cell.system()) {
            case "vista", "dc", "vistagrams" -> cell.storage().equals("rio") ? Shape.CIRCLE : Shape.TRIANGLE_DOWN;
            case "baseline" -> Shape.SQUARE;
            case "rvm" -> cell.storage().equals("rio") ? Shape.SQUARE : Shape.TRIANGLE;
            default -> Shape.DIAMOND;
        };
    }

    private static Color shaded(Color color, double brightness) {
        if (brightness <= 1) {
            return new Color((int) (color.getRed() * brightness), (int) (color.getGreen() * brightness), (int)
                    (color.getBlue() * brightness));
        }
        double white = 1 - 1 / brightness;
        return new Color(
                (int) (color.getRed() + (255 - color.getRed()) * white),
                (int) (color.getGreen() + (255 - color.getGreen()) * white),
                (int) (color.getBlue() + (255 - color.getBlue()) * white));
    }
}
