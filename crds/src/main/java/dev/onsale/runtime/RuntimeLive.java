package dev.onsale.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime process re-reads while it runs: file {@code live.json} of the event's ConfigMap.
 * Times are RFC 3339 in UTC, durations whole seconds, money minor units.
 *
 * @param generation {@code metadata.generation} of the TicketEvent it was made from; acknowledged
 *     in {@code runtime_status}
 */
public record RuntimeLive(
    long generation,
    String title,
    Times times,
    boolean paused,
    boolean settling,
    Admission admission,
    Holds holds,
    Payment payment,
    Limits limits,
    List<Tier> tiers,
    @Nullable String message) {

  /**
   * The moments the phases depend on; see {@code dev.onsale.schedule.Timeline}.
   *
   * @param headStartSeconds how long before {@code onSaleAt} the first membership enters; null
   *     without any
   */
  public record Times(
      @Nullable String registrationOpensAt,
      @Nullable String registrationClosesAt,
      String onSaleAt,
      String closesAt,
      String startsAt,
      @Nullable String endsAt,
      long preScaleSeconds,
      @Nullable Long headStartSeconds) {}

  /**
   * @param perMinute places released a minute at most
   * @param maxActive sessions at once at most
   * @param claimTimeoutSeconds how long a released place may be claimed
   * @param sessionTimeoutSeconds how long a session lives, never extended
   */
  public record Admission(
      int perMinute, int maxActive, int claimTimeoutSeconds, int sessionTimeoutSeconds) {}

  /**
   * @param allowSingleSeatGaps whether a choice may leave one seat alone
   * @param allotments seats that are kept for somebody; absent without any
   */
  public record Holds(
      int timeoutSeconds,
      int maxTicketsPerBuyer,
      boolean allowSingleSeatGaps,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Allotment> allotments) {
    public Holds {
      allotments = allotments == null ? List.of() : List.copyOf(allotments);
    }

    /** Without allotments. */
    public Holds(int timeoutSeconds, int maxTicketsPerBuyer, boolean allowSingleSeatGaps) {
      this(timeoutSeconds, maxTicketsPerBuyer, allowSingleSeatGaps, List.of());
    }
  }

  /**
   * Seats of the map that name it are for who has the role.
   *
   * @param releaseAt from then on they are for everybody; null for never
   */
  public record Allotment(String name, String role, @Nullable String releaseAt) {}

  /**
   * @param timeoutSeconds from the order's creation to its expiry
   */
  public record Payment(int timeoutSeconds, int maxPerSecond) {}

  /** Requests a minute and identity. */
  public record Limits(
      int authPerMinute, int queuePerMinute, int bookingPerMinute, int generalPerMinute) {}

  /**
   * @param amount in minor units of {@code currency} (ISO 4217)
   */
  public record Tier(String name, String currency, long amount) {}
}
