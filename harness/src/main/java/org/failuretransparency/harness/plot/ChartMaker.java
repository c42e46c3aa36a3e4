package org.failuretransparency.harness.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.failuretransparency.harness.statistics.Interval;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Makes an XChart chart of a figure.
///
/// Sizes and percentiles lie on a linear axis of their exponents, since XChart's own logarithmic axis labels powers of
/// ten only; for the same reason intervals are drawn as series of their own: XChart's error bars are symmetric.
final class ChartMaker {

    private static final Color GRID = new Color(0xE4, 0xE4, 0xE4);
    private static final Color TEXT = new Color(0x22, 0x22, 0x22);
    private static final BasicStroke GRID_STROKE = new BasicStroke(0.7f);
    private static final BasicStroke BAR_STROKE = new BasicStroke(1.2f);
    private static final double DECADE_MARGIN = 1.25;
    private static final double LINEAR_MARGIN = 0.05;
    private static final double STEP_MARGIN = 0.3;
    private static final double PERCENTILE_MARGIN = 0.1;
    private static final int MARKER_SIZE = 9;
    /// About the width in points that is left for the plot beside axis and legend.
    private static final int PLOT_WIDTH = 660;
    private static final int MOST_X_LABELS = 12;

    /// Scales of what is varied between measurements.
    private static final Set<Axis.Scale> MEASURED_AT =
            EnumSet.of(Axis.Scale.BYTES, Axis.Scale.COUNTS, Axis.Scale.MILLISECONDS);

    private final Figure figure;
    private final XYChart chart;
    private final int steps;

    private ChartMaker(Figure figure) {
        this.figure = figure;
        this.steps = stepsBetweenLabels(figure);
        this.chart = new XYChartBuilder()
                .width(Canvas.WIDTH)
                .height(Canvas.CHART_HEIGHT)
                .title(figure.title())
                .xAxisTitle(figure.x().title())
                .yAxisTitle(figure.y().title())
                .build();
    }

    static XYChart chartOf(Figure figure) {
        ChartMaker maker = new ChartMaker(figure);
        maker.style();
        maker.scaleX();
        maker.scaleY();
        figure.series().forEach(maker::addIntervals);
        figure.series().forEach(maker::addSeries);
        return maker.chart;
    }

    private void style() {
        XYStyler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderColor(GRID);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(GRID_STROKE);
        styler.setPlotContentSize(1.0);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitlePadding(12);
        styler.setChartPadding(14);
        styler.setChartFontColor(TEXT);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setAxisTickLabelsColor(TEXT);
        styler.setYAxisLabelAlignment(TextAlignment.Right);
        styler.setAxisTickMarksColor(Color.GRAY);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendSeriesLineLength(34);
        styler.setLegendPadding(9);
        styler.setMarkerSize(MARKER_SIZE);
    }

    private void scaleX() {
        XYStyler styler = chart.getStyler();
        Axis axis = figure.x();
        if (axis.scale() == Axis.Scale.LINEAR) {
            styler.setXAxisMin(0.0);
            styler.setXAxisMax(places(axis, Point::x).max().orElse(1));
            return;
        }
        double margin = axis.scale() == Axis.Scale.PERCENTILE ? PERCENTILE_MARGIN : STEP_MARGIN;
        double low = Math.floor(places(axis, Point::x).min().orElse(0)) / steps - margin;
        double high = Math.ceil(places(axis, Point::x).max().orElse(1)) / steps + margin;
        styler.setXAxisMin(low);
        styler.setXAxisMax(high);
        styler.setXAxisTickMarkSpacingHint((int) (PLOT_WIDTH / (high - low)));
        // XChart asks for labels beyond the ends too, never shows them, and makes room for the longest.
        styler.setxAxisTickLabelsFormattingFunction(
                place -> place < low || place > high ? Long.toString(Math.round(place)) : axis.label(place * steps));
    }

    /// How many steps of the axis lie between two labels, so that there is room for them.
    private static int stepsBetweenLabels(Figure figure) {
        double[] places = places(figure, figure.x(), Point::x).sorted().toArray();
        double span = places.length == 0 ? 0 : Math.ceil(places[places.length - 1]) - Math.floor(places[0]);
        return figure.x().scale() == Axis.Scale.BYTES ? 1 + (int) (span / MOST_X_LABELS) : 1;
    }

    private void scaleY() {
        XYStyler styler = chart.getStyler();
        if (figure.y().scale() == Axis.Scale.LINEAR) {
            double lowest = Math.min(0, places(figure.y(), Point::low).min().orElse(0));
            double highest = places(figure.y(), Point::high).max().orElse(1);
            double margin = LINEAR_MARGIN * (highest - lowest);
            styler.setYAxisMin(lowest < 0 ? lowest - margin : 0.0);
            styler.setYAxisMax(highest + margin);
            return;
        }
        styler.setYAxisLogarithmic(true);
        styler.setYAxisDecimalPattern("#,##0.######");
        double low = places(figure.y(), Point::y).min().orElse(1);
        double high = places(figure.y(), Point::y).max().orElse(10);
        double floor = Math.pow(10, Math.floor(Math.log10(low)));
        double ceiling = Math.max(Math.pow(10, Math.ceil(Math.log10(high))), floor * 10);
        styler.setYAxisMin(floor / DECADE_MARGIN);
        styler.setYAxisMax(ceiling * DECADE_MARGIN);
    }

    private DoubleStream places(Axis axis, ToDoubleFunction<Point> coordinate) {
        return places(figure, axis, coordinate);
    }

    private double placeOnX(Point point) {
        return figure.x().place(point.x()) / steps;
    }

    private static DoubleStream places(Figure figure, Axis axis, ToDoubleFunction<Point> coordinate) {
        Stream<Point> points = figure.series().stream().flatMap(series -> series.points().stream());
        return points.mapToDouble(coordinate).map(axis::place);
    }

    private void addSeries(Series series) {
        double[] x = series.points().stream().mapToDouble(this::placeOnX).toArray();
        double[] y = series.points().stream().mapToDouble(Point::y).toArray();
        XYSeries drawn = chart.addSeries(series.label(), x, y);
        Look look = series.look();
        drawn.setLineColor(look.color());
        drawn.setLineStyle(look.isPublished() ? SeriesLines.NONE : look.stroke());
        drawn.setMarkerColor(look.color());
        // Markers show where something was measured; the points of the other axes are slices and steps.
        boolean marked = MEASURED_AT.contains(figure.x().scale());
        drawn.setMarker(marked ? new ShapeMarker(look) : SeriesMarkers.NONE);
    }

    private void addIntervals(Series series) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (Point point : series.points()) {
            if (point.interval().isPresent()) {
                Interval interval = point.interval().get();
                double place = placeOnX(point);
                // A value that is not a number ends the line of one bar.
                x.addAll(List.of(place, place, place));
                y.addAll(List.of(interval.low(), interval.high(), Double.NaN));
            }
        }
        if (x.isEmpty()) {
            return;
        }
        XYSeries bars = chart.addSeries(series.label() + " interval", x, y);
        bars.setShowInLegend(false);
        bars.setMarker(SeriesMarkers.NONE);
        bars.setLineColor(series.look().color());
        bars.setLineStyle(BAR_STROKE);
    }
}
