package dev.onsale.operator.monitoring;

import java.util.List;

/**
 * Something that wakes somebody up. Thresholds are those of the documents this project follows: no
 * controller, more than 5 errors in 10 minutes, 24 s for one task, 10 minutes behind.
 *
 * @param expression PromQL; {@code %s} stands for the labels of the event
 * @param lasting as in Prometheus, how long it must hold
 * @param severity {@code critical}, {@code high} or {@code warning}
 */
public record Alert(
    String name, String expression, String lasting, String severity, String summary) {

  /**
   * An event whose pods do not run, because nobody comes for months, has no series and is quiet.
   */
  public static final List<Alert> ALL =
      List.of(
          new Alert(
              "OnsaleNoLeader",
              "max(onsale_leader{%s}) < 1",
              "1m",
              "critical",
              "No process leads: nobody is admitted, nothing expires, no payment is recovered"),
          new Alert(
              "OnsalePodsOffline",
              "sum(up{%s} == bool 0) > 0",
              "2m",
              "critical",
              "Pods of the event do not answer"),
          new Alert(
              "OnsaleTasksFailing",
              "sum(increase(onsale_task_failures_total{%s}[10m])) > 5",
              "0s",
              "high",
              "More than 5 background tasks failed in 10 minutes"),
          new Alert(
              "OnsaleTaskSlow",
              "max(onsale_task_seconds_max{%s}) > 24",
              "0s",
              "warning",
              "A background task took longer than 24 s"),
          new Alert(
              "OnsaleEventsBehind",
              "max(onsale_outbox_lag_seconds{%s}) > 600",
              "0s",
              "warning",
              "Kafka is more than 10 minutes behind"),
          new Alert(
              "OnsaleWebhooksBehind",
              "max(onsale_webhooks_lag_seconds{%s}) > 600",
              "0s",
              "warning",
              "A payment webhook could not be followed up for 10 minutes"),
          new Alert(
              "OnsaleWebhooksParked",
              "max(onsale_webhooks_parked{%s}) > 0",
              "0s",
              "warning",
              "Webhooks name payments that the event does not have: was its database restored?"),
          new Alert(
              "OnsaleDrawOverdue",
              "max(onsale_draw_overdue_seconds{%s}) > 60",
              "0s",
              "critical",
              "Registration has closed, and the draw's seed is missing: nobody can be called"),
          new Alert(
              "OnsaleSeatsDiffer",
              "max(onsale_seats_differing{%s}) > 0",
              "1m",
              "critical",
              "Redis shows seats otherwise than PostgreSQL has them, and cannot be mended"),
          new Alert(
              "OnsaleSeatsMended",
              "sum(increase(onsale_seats_mended_total{%s}[10m])) > 0",
              "0s",
              "warning",
              "Redis showed seats otherwise than PostgreSQL has them, and was mended"),
          new Alert(
              "OnsaleRequestsFailing",
              "sum(increase(http_server_requests_seconds_count{%s,status=~\"5..\"}[10m])) > 5 and"
                  + " sum(rate(http_server_requests_seconds_count{%s,status=~\"5..\"}[5m])) >"
                  + " 0.05 * sum(rate(http_server_requests_seconds_count{%s}[5m]))",
              "2m",
              "high",
              "More than 5 % of requests fail"),
          new Alert(
              "OnsalePaymentsFailing",
              "sum(increase(http_server_requests_seconds_count{%s,uri=~\".*/payment\",status=~\"5..\"}[10m]))"
                  + " > 5",
              "0s",
              "high",
              "The payment provider does not answer"),
          new Alert(
              "OnsaleConnectionsExhausted",
              "max(hikaricp_connections_pending{%s}) > 0",
              "1m",
              "warning",
              "Requests wait for a connection to PostgreSQL"));

  /** The expression for one event. */
  String of(String labels) {
    return expression.replace("%s", labels);
  }
}
