package dev.onsale.booking.boundary;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * A while in which a process that was told to end still answers everything, and says with each
 * answer that the connection ends with it. A server that closes a connection by itself may do so
 * while a request is on its way, which is lost then (RFC 9112, 9.5).
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Drain implements SmartLifecycle, WebFilter {
  private final Duration time;
  private volatile boolean running;
  private volatile boolean draining;

  /**
   * @param time for which it goes on answering; zero to end at once
   */
  public Drain(Duration time) {
    this.time = time;
  }

  /** Whether each answer is the last one of its connection. */
  public boolean draining() {
    return draining;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (draining) {
      exchange.getResponse().getHeaders().setConnection("close");
    }
    return chain.filter(exchange);
  }

  @Override
  public void start() {
    running = true;
  }

  /** Comes before the server's own end, whose phase is lower. */
  @Override
  public void stop() {
    draining = true;
    LockSupport.parkNanos(time.toNanos());
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
