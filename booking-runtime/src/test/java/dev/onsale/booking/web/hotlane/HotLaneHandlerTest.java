package dev.onsale.booking.web.hotlane;

import static dev.onsale.booking.web.hotlane.OneConnection.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotLaneHandlerTest {
  private static final Pattern BODY = Pattern.compile("\r\n\r\n(n\\d+)");

  private final OneConnection connection = new OneConnection();

  @Test
  void hotRequestsOfOnePipelineAreAnsweredInTheirOrder() {
    connection.send(get("/hot?n0") + get("/hot?n1") + get("/hot?n2"));

    connection.answerHot(2).answerHot(1);
    assertThat(connection.sent()).isEmpty();
    connection.answerHot(0);
    assertThat(bodies(connection.sent())).containsExactly("n0", "n1", "n2");
  }

  @Test
  void aHotRequestIsNotServedBeforeTheColdOneAheadOfItIsAnswered() {
    connection.send(get("/cold?n0") + get("/hot?n1"));

    assertThat(connection.served).isEmpty();
    connection.answerCold(0);
    assertThat(connection.served).hasSize(1);
    connection.answerHot(0);
    assertThat(bodies(connection.sent())).containsExactly("n0", "n1");
  }

  @Test
  void aColdRequestIsNotPassedOnBeforeTheHotOnesAheadOfItAreAnswered() {
    connection.send(get("/hot?n0") + get("/hot?n1") + get("/cold?n2"));

    connection.answerHot(0);
    assertThat(connection.passedOn).isEmpty();
    connection.answerHot(1);
    assertThat(connection.passedOn).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyMixtureIsAnsweredInOrderHoweverTheAnswersCome(long seed) {
    Random random = new Random(seed);
    int requests = 200;
    for (int sent = 0; sent < requests; ) {
      StringBuilder together = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0 && sent < requests; i--, sent++) {
        together.append(get((random.nextBoolean() ? "/hot" : "/cold") + "?n" + sent));
      }
      connection.send(together.toString());
    }
    int hot = 0;
    int cold = 0;
    StringBuilder sent = new StringBuilder();
    while (hot < connection.served.size() || cold < connection.passedOn.size()) {
      List<Integer> ready =
          new ArrayList<>(IntStream.range(hot, connection.served.size()).boxed().toList());
      Collections.shuffle(ready, random);
      hot = connection.served.size();
      ready.forEach(connection::answerHot);
      // the framework answers its pipeline in order
      for (int end = connection.passedOn.size(); cold < end; cold++) {
        connection.answerCold(cold);
      }
      sent.append(connection.sent());
    }

    assertThat(bodies(sent.toString()))
        .containsExactlyElementsOf(IntStream.range(0, requests).mapToObj(i -> "n" + i).toList());
  }

  @Test
  void aBodyIsReadAwayAndTheNextRequestIsUnderstood() {
    connection.send(post("/hot?n0", 5) + "12345" + get("/hot?n1"));

    connection.answerHot(0).answerHot(1);
    assertThat(bodies(connection.sent())).containsExactly("n0", "n1");
  }

  @Test
  void aRequestIsServedOnlyOnceItsBodyIsThere() {
    connection.send(post("/hot?n0", 5) + "1234");
    assertThat(connection.served).isEmpty();

    connection.send("5");
    assertThat(connection.served).hasSize(1);
  }

  @Test
  void aBodyThatComesInPartsIsWholeWhenItIsServed() {
    connection.send(post("/hot?n0", 10) + "1234").send("567").send("890" + post("/hot?n1", 0));

    assertThat(connection.served.getFirst().takeBody()).asString(US_ASCII).isEqualTo("1234567890");
    assertThat(connection.served.getLast().takeBody()).isEmpty();
  }

  @Test
  void aBodyDeclaredTooLargeIsRefusedBeforeItIsSent() {
    connection.send(post("/hot?n0", 70_000));

    assertThat(connection.sent()).startsWith("HTTP/1.1 413").contains("problems/too-large");
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void aBodyThatTurnsOutTooLargeIsRefused() {
    connection.send(
        "POST /hot HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "8000\r\n%s\r\n8000\r\n%s\r\n10\r\n%s\r\n"
                .formatted("x".repeat(0x8000), "x".repeat(0x8000), "x".repeat(16)));

    assertThat(connection.sent()).startsWith("HTTP/1.1 413");
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void aBrokenBodyIsRefused() {
    connection.send(
        "POST /hot HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n");

    assertThat(connection.sent()).startsWith("HTTP/1.1 400").contains("problems/bad-request");
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void aHeadThatCannotBeReadIsTheFrameworksToRefuse() {
    connection.send("GET /hot HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(10_000) + "\r\n\r\n");

    assertThat(connection.served).isEmpty();
    assertThat(connection.passedOn).hasSize(1);
  }

  @Test
  void whoExpectsToBeAskedForTheBodyIsAskedInTurn() {
    connection.send(
        get("/hot?n0")
            + "POST /hot?n1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    assertThat(connection.sent()).isEmpty();

    connection.answerHot(0);
    assertThat(connection.sent()).endsWith("\r\n\r\nn0HTTP/1.1 100 Continue\r\n\r\n");
    connection.send("ab").answerHot(1);
    assertThat(bodies(connection.sent())).containsExactly("n1");
  }

  @Test
  void nothingElseCanBeExpected() {
    connection.send("POST /hot HTTP/1.1\r\nHost: a\r\nExpect: the-moon\r\n\r\n");

    assertThat(connection.sent()).startsWith("HTTP/1.1 417");
  }

  @Test
  void whatFollowsTheLastRequestIsNotServed() {
    connection.send(
        "GET /hot?n0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            + get("/hot?n1")
            + get("/cold?n2"));

    assertThat(connection.served).hasSize(1);
    assertThat(connection.passedOn).isEmpty();
    connection.answerHot(0);
    assertThat(connection.sent()).containsIgnoringCase("connection: close");
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void aProcessThatEndsSaysSoWithTheLastAnswerOfAConnection() {
    connection.send(get("/hot?n0") + get("/hot?n1"));
    connection.drain.stop();

    connection.answerHot(0);
    assertThat(connection.sent()).doesNotContainIgnoringCase("connection: close");
    connection.answerHot(1);
    assertThat(connection.sent()).containsIgnoringCase("connection: close");
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void anOldClientThatWantsToStayIsToldThatItMay() {
    connection.send("GET /hot?n0 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").answerHot(0);

    assertThat(connection.sent()).containsIgnoringCase("connection: keep-alive");
    assertThat(connection.channel.isOpen()).isTrue();
  }

  @Test
  void whoAsksForTheHeadGetsNoBody() {
    connection.send("HEAD /hot?n0 HTTP/1.1\r\nHost: a\r\n\r\n" + get("/hot?n1"));

    connection.answerHot(0).answerHot(1);
    assertThat(bodies(connection.sent())).containsExactly("n1");
  }

  @Test
  void aMethodThatThePathDoesNotTakeIsNamedWithThoseItTakes() {
    connection.send("PUT /hot HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

    assertThat(connection.sent())
        .startsWith("HTTP/1.1 405")
        .containsIgnoringCase("allow: GET, HEAD, POST");
  }

  @Test
  void anotherSiteCannotWriteWithOurCookies() {
    connection.send(
        "POST /hot HTTP/1.1\r\nHost: a\r\nCookie: b=c\r\nOrigin: https://evil.example\r\n"
            + "Content-Length: 0\r\n\r\n");

    assertThat(connection.sent()).startsWith("HTTP/1.1 403").contains("problems/foreign-origin");
  }

  @Test
  void whoIsOneTooManyHearsSoAtOnceAndTheOthersAreServed() {
    OneConnection busy = new OneConnection(2);
    busy.send(get("/hot?n0") + get("/hot?n1") + get("/hot?n2"));
    assertThat(busy.served).hasSize(2);

    busy.answerHot(0).answerHot(1);
    assertThat(busy.sent())
        .containsSubsequence("200 OK", "n0", "200 OK", "n1", "503", "retry-after: 2");
    assertThat(busy.inFlight.now()).isZero();
    busy.send(get("/hot?n3"));
    assertThat(busy.served).hasSize(3);
  }

  @Test
  void whoLeavesIsForgottenOnceTheAnswerIsThere() {
    connection.send(get("/hot?n0") + get("/cold?n1"));
    connection.channel.pipeline().firstContext().close();

    connection.answerHot(0);
    assertThat(connection.sent()).isEmpty();
    assertThat(connection.inFlight.now()).isZero();
  }

  @Test
  void whoIsWaitedForIsAnsweredBeforeTheConnectionEnds() {
    connection.send(get("/hot?n0"));
    connection.channel.pipeline().lastContext().close();
    assertThat(connection.channel.isOpen()).isTrue();

    connection.answerHot(0);
    assertThat(bodies(connection.sent())).containsExactly("n0");
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void nothingIsReadWhileManyAnswersAreOwed() {
    connection.send(get("/hot?n").repeat(63));
    assertThat(connection.reads()).isPositive();

    connection.send(get("/hot?n"));
    assertThat(connection.reads()).isZero();
    connection.answerHot(0);
    assertThat(connection.reads()).isPositive();
  }

  @Test
  void nothingIsReadFromWhoDoesNotTakeTheAnswers() {
    connection.channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
    connection.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    connection.reads();
    connection.send(get("/hot?n0"));
    connection.answerHot(0);
    assertThat(connection.reads()).isZero();

    connection.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    connection.channel.runPendingTasks();
    assertThat(connection.reads()).isPositive();
  }

  @Test
  void nothingIsReadWhileRequestsAreHeld() {
    connection.send(get("/cold?n0") + get("/hot?n1"));
    connection.reads();

    connection.channel.read();
    assertThat(connection.reads()).isZero();
    connection.answerCold(0);
    assertThat(connection.reads()).isPositive();
  }

  private static String post(String path, int length) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
  }

  private static List<String> bodies(String sent) {
    return BODY.matcher(sent).results().map(result -> result.group(1)).toList();
  }
}
