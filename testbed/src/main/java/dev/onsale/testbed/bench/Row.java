package dev.onsale.testbed.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark found.
 *
 * @param name of the benchmark
 * @param unit of ours and reference
 * @param ours median over the rounds
 * @param reference median over the rounds
 * @param referenceName what the reference is
 * @param ratio ours by reference
 * @param rounds measured, each once with ours and once with the reference
 * @param oursRange lowest and highest
 * @param referenceRange lowest and highest
 * @param target what is promised of the ratio, in words
 * @param missed promises this run did not keep, in words; none is a success
 * @param figures what else was measured, each named with its unit
 * @param machine processor and number of cores
 * @param measuredAt RFC 3339
 */
@JsonPropertyOrder({"name", "unit", "ours", "reference", "referenceName", "ratio", "rounds"})
public record Row(
    String name,
    String unit,
    double ours,
    double reference,
    String referenceName,
    double ratio,
    int rounds,
    List<Double> oursRange,
    List<Double> referenceRange,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String target,
    List<String> missed,
    Map<String, Object> figures,
    String machine,
    String measuredAt) {

  public Row {
    oursRange = List.copyOf(oursRange);
    referenceRange = List.copyOf(referenceRange);
    missed = List.copyOf(missed);
    figures = new LinkedHashMap<>(figures);
  }

  /**
   * @param figures in the order in which they are shown
   */
  public static Row of(
      String name,
      String unit,
      Interleaved.Samples samples,
      String referenceName,
      String target,
      List<String> missed,
      Map<String, Object> figures) {
    Spread ours = Spread.of(samples.ours());
    Spread reference = Spread.of(samples.reference());
    return new Row(
        name,
        unit,
        rounded(ours.median()),
        rounded(reference.median()),
        referenceName,
        rounded(samples.ratio()),
        samples.ours().size(),
        List.of(rounded(ours.min()), rounded(ours.max())),
        List.of(rounded(reference.min()), rounded(reference.max())),
        target,
        missed,
        figures,
        Machine.inWords(),
        java.time.Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
  }

  /** The same with one more promise that was not kept. */
  public Row missing(String promise) {
    List<String> all = new java.util.ArrayList<>(missed);
    all.add(promise);
    return new Row(
        name,
        unit,
        ours,
        reference,
        referenceName,
        ratio,
        rounds,
        oursRange,
        referenceRange,
        target,
        all,
        figures,
        machine,
        measuredAt);
  }

  /** Three digits after the point: more is noise. */
  public static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
