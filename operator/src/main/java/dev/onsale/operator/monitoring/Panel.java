package dev.onsale.operator.monitoring;

import java.util.List;

/**
 * One picture of an event's dashboard.
 *
 * @param expression PromQL; {@code %s} stands for the labels of the event
 * @param legend how Grafana names a series
 * @param unit as Grafana spells it
 */
public record Panel(String title, String expression, String legend, String unit) {

  public static final List<Panel> ALL =
      List.of(
          new Panel("Waiting", "max(onsale_queue_waiting{%s})", "people", "short"),
          new Panel("Inside", "max(onsale_queue_sessions{%s})", "sessions", "short"),
          new Panel(
              "Let in",
              "sum by (outcome) (rate(onsale_claims_total{%s}[1m]))",
              "{{outcome}}",
              "ops"),
          new Panel(
              "Joins", "sum by (outcome) (rate(onsale_joins_total{%s}[1m]))", "{{outcome}}", "ops"),
          new Panel("Seats", "max by (state) (onsale_seats{%s})", "{{state}}", "short"),
          new Panel(
              "Seats mended",
              "sum by (kind) (increase(onsale_seats_mended_total{%s}[10m]))",
              "{{kind}}",
              "short"),
          new Panel(
              "Holds", "sum by (outcome) (rate(onsale_holds_total{%s}[1m]))", "{{outcome}}", "ops"),
          new Panel(
              "Holds expired", "sum(rate(onsale_holds_expired_total{%s}[5m]))", "holds", "ops"),
          new Panel(
              "Payments by answer",
              "sum by (status)"
                  + " (rate(http_server_requests_seconds_count{%s,uri=~\".*/payment\"}[5m]))",
              "{{status}}",
              "ops"),
          new Panel(
              "Requests",
              "sum by (status) (rate(http_server_requests_seconds_count{%s}[1m]))",
              "{{status}}",
              "reqps"),
          new Panel("Kafka behind", "max(onsale_outbox_lag_seconds{%s})", "oldest event", "s"),
          new Panel(
              "Failed tasks",
              "sum by (task) (increase(onsale_task_failures_total{%s}[10m]))",
              "{{task}}",
              "short"),
          new Panel(
              "Connections to PostgreSQL",
              "sum(hikaricp_connections_active{%s})",
              "in use",
              "short"),
          new Panel("Leaders", "sum(onsale_leader{%s})", "processes", "short"));

  /** The expression for one event. */
  String of(String labels) {
    return expression.replace("%s", labels);
  }
}
