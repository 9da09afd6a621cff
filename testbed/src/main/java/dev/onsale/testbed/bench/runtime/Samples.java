package dev.onsale.testbed.bench.runtime;

/**
 * Bodies as the waiting room gives them, for a reference that sends as many bytes.
 *
 * @param place of somebody who joined
 */
record Samples(String status, String place) {
  static Samples of(EventOnSale event, Crowd crowd) throws InterruptedException {
    Requests requests = new Requests(event);
    String[] place = {""};
    boolean[] sent = {false};
    try (Load load = new Load(event.port, 1)) {
      String status = load.once(requests.status());
      load.run(
          new Traffic(
              () -> {
                boolean before = sent[0];
                sent[0] = true;
                return before ? null : requests.firstJoin();
              },
              answer -> {
                place[0] = answer.bodyText();
                return crowd.isNewPlace(answer);
              }),
          1,
          java.time.Duration.ofSeconds(5));
      return new Samples(status.substring(status.indexOf("\r\n\r\n") + 4), place[0]);
    }
  }
}
