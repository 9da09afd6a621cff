package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.CachedDocument;
import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.queue.PublicStatus;
import dev.onsale.booking.web.QueueDesk;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The public status, from memory; who has it already is told so. */
final class StatusPath implements HotPath {
  private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final String A_SECOND = "max-age=1, public";

  private final QueueDesk desk;
  private volatile @Nullable Answers last;

  private record Answers(
      CachedDocument.Written<PublicStatus> of, HotAnswer whole, HotAnswer unchanged) {}

  StatusPath(QueueDesk desk) {
    this.desk = desk;
  }

  @Override
  public String template() {
    return EventPath.BASE + "/queue/status";
  }

  @Override
  public Set<HttpMethod> methods() {
    return METHODS;
  }

  @Override
  public void serve(HotRequest request) {
    CachedDocument.Written<PublicStatus> document = desk.document();
    Answers answers = last;
    if (answers == null || answers.of() != document) {
      answers = written(document);
      last = answers;
    }
    String known = request.header("If-None-Match");
    boolean same = known != null && (known.contains(document.etag()) || known.equals("*"));
    request.answer(same ? answers.unchanged() : answers.whole());
  }

  private static Answers written(CachedDocument.Written<PublicStatus> document) {
    HotAnswer whole = HotAnswer.of(HttpResponseStatus.OK, HotLane.JSON, document.body());
    HttpHeaders unchanged = new DefaultHttpHeaders();
    for (HttpHeaders headers : new HttpHeaders[] {whole.headers(), unchanged}) {
      headers.set(HttpHeaderNames.CACHE_CONTROL, A_SECOND);
      headers.set(HttpHeaderNames.ETAG, document.etag());
    }
    return new Answers(
        document,
        whole,
        new HotAnswer(HttpResponseStatus.NOT_MODIFIED, unchanged, Unpooled.EMPTY_BUFFER));
  }
}
