package org.failuretransparency.harness.results;

import org.failuretransparency.harness.statistics.Estimate;

/// What a run says about one series: a row of `summary.csv`.
public record SummaryRow(Key key, Estimate estimate) {}
