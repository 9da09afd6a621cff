package dev.onsale.booking.web.hotlane;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.onsale.booking.seats.SeatVersion;
import dev.onsale.booking.seats.SeatView;
import dev.onsale.booking.web.SeatStates;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What brings streams to one view of the seats, encoded once for all streams of an event loop that
 * are at the same version.
 */
final class SeatFrames {
  private final SeatView view;
  private final SeatStates states;
  private final ByteBufAllocator memory;
  private final Map<SeatVersion, ByteBuf> changes = new HashMap<>();
  private @Nullable ByteBuf whole;

  SeatFrames(SeatView view, SeatStates states, ByteBufAllocator memory) {
    this.view = view;
    this.states = states;
    this.memory = memory;
  }

  SeatView view() {
    return view;
  }

  /**
   * The event for who is at that version.
   *
   * @param from null for somebody who knows nothing
   * @return the caller's, to be released
   */
  ByteBuf after(@Nullable SeatVersion from) {
    ByteBuf known = from == null ? null : changes.get(from);
    if (known == null && from != null) {
      Optional<byte[]> changed = states.changes(view, from);
      if (changed.isPresent()) {
        known = event("delta", changed.get());
        changes.put(from, known);
      }
    }
    return known == null ? all() : known.retainedDuplicate();
  }

  private ByteBuf all() {
    ByteBuf known = whole;
    if (known == null) {
      known = event("snapshot", states.whole(view));
      whole = known;
    }
    return known.retainedDuplicate();
  }

  void release() {
    changes.values().forEach(ByteBuf::release);
    changes.clear();
    if (whole != null) {
      whole.release();
      whole = null;
    }
  }

  private ByteBuf event(String name, byte[] data) {
    byte[] head = ("id: " + view.version() + "\nevent: " + name + "\ndata: ").getBytes(US_ASCII);
    return memory
        .directBuffer(head.length + data.length + 2)
        .writeBytes(head)
        .writeBytes(data)
        .writeByte('\n')
        .writeByte('\n');
  }
}
