package dev.onsale.booking.web.hotlane;

import static dev.onsale.booking.web.hotlane.OneConnection.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.junit.jupiter.api.Test;

class StreamOnConnectionTest {
  private final OneConnection connection = new OneConnection();
  private int begun;

  @Test
  void aStreamBeginsAfterTheAnswersAheadOfIt() {
    connection.send(get("/hot?n0") + get("/hot?n1"));

    stream(1);
    assertThat(begun).isZero();
    connection.answerHot(0);

    assertThat(begun).isEqualTo(1);
    assertThat(connection.sent())
        .containsSubsequence("n0", "text/event-stream", "connection: close", "\r\n\r\ndata: 1\n\n");
  }

  @Test
  void whatIsAskedBehindAStreamIsNotAnswered() {
    connection.send(get("/hot?n0") + get("/hot?n1") + get("/cold?n2"));
    stream(0);
    String head = connection.sent();

    connection.answerHot(1);
    connection.send(get("/cold?n3") + get("/hot?n4"));

    assertThat(head).contains("text/event-stream");
    assertThat(connection.sent()).isEmpty();
    assertThat(connection.passedOn).isEmpty();
    assertThat(connection.inFlight.now()).isZero();
  }

  @Test
  void aStreamGoesOnReadingSoThatItHearsOfItsEnd() {
    connection.send(get("/hot?n0"));
    stream(0);
    connection.reads();

    connection.send("x");

    assertThat(connection.reads()).isPositive();
  }

  @Test
  void aStreamWhoseConnectionEndedBeforeItsTurnDoesNotBegin() {
    connection.send(get("/hot?n0") + get("/hot?n1"));
    connection.channel.unsafe().close(connection.channel.voidPromise());

    stream(1);
    connection.answerHot(0);

    assertThat(begun).isZero();
  }

  private void stream(int served) {
    connection.served.get(served).stream(
        HotAnswer.of(HttpResponseStatus.OK, "text/event-stream", new byte[0]),
        () -> {
          begun++;
          connection.channel.writeAndFlush(
              Unpooled.copiedBuffer("data: " + served + "\n\n", US_ASCII));
        });
    connection.channel.runPendingTasks();
  }
}
