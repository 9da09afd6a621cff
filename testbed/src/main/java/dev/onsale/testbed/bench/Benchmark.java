package dev.onsale.testbed.bench;

import dev.onsale.testbed.demo.Steps;

/** Something that can be measured against a reference in the same run. */
public interface Benchmark {

  /** One lower-case word, as on the command line. */
  String name();

  /** One line: what is measured against what. */
  String description();

  /** Measures; ends whatever it started, also when it fails or is interrupted. */
  Row run(Options options, Steps steps) throws Exception;

  /**
   * How much to measure.
   *
   * @param rounds measured rounds, at least 1
   * @param size how much of the benchmark's own matter, such as events; 0 for the benchmark's
   *     choice
   * @param isLong whether the long version is asked for
   */
  record Options(int rounds, int size, boolean isLong) {}
}
