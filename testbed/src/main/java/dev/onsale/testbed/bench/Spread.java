package dev.onsale.testbed.bench;

import java.util.List;

/** Median and range of samples. */
public record Spread(double median, double min, double max) {

  /**
   * @param samples at least one; the median of an even number is the mean of the middle two
   */
  public static Spread of(List<Double> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no samples, no spread");
    }
    List<Double> sorted = samples.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }

  /**
   * The smallest sample that at least this share of all does not exceed (nearest rank).
   *
   * @param share above 0, at most 1
   */
  public static double percentile(List<Double> samples, double share) {
    if (samples.isEmpty() || share <= 0 || share > 1) {
      throw new IllegalArgumentException(
          "percentile %s of %d samples".formatted(share, samples.size()));
    }
    List<Double> sorted = samples.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
