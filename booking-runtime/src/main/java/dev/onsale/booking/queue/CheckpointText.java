package dev.onsale.booking.queue;

import dev.onsale.booking.queue.QueueCheckpoint.Door;
import dev.onsale.booking.queue.QueueCheckpoint.Inside;
import dev.onsale.booking.queue.QueueCheckpoint.Window;
import dev.onsale.booking.tokens.SessionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as text: {@code 3}, a space, and in base64 what {@code deflate} made of its numbers.
 * Numbers that grow are written as differences, seven bits a byte.
 */
final class CheckpointText {
  private static final String VERSION = "3 ";

  /** Far more than any checkpoint has; a text that says otherwise is none. */
  private static final long MOST = 10_000_000;

  private CheckpointText() {}

  static String write(QueueCheckpoint checkpoint) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, fast))) {
      number(out, checkpoint.peak());
      number(out, checkpoint.registered());
      number(out, checkpoint.clock());
      number(out, checkpoint.lanes().size());
      for (Door door : checkpoint.lanes()) {
        door(out, door);
      }
      number(out, checkpoint.open().size());
      for (Window window : checkpoint.open()) {
        number(out, window.from());
        number(out, window.to());
        number(out, window.deadline());
        number(out, window.lane());
      }
      inside(out, checkpoint.inside());
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    } finally {
      fast.end();
    }
    return VERSION + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static void door(DataOutputStream out, Door door) throws IOException {
    number(out, door.tail());
    number(out, door.ceiling());
    number(out, door.cutoff());
    number(out, door.passed());
    number(out, door.gaps().size());
    for (Gap gap : door.gaps()) {
      number(out, gap.above());
      number(out, gap.to());
    }
    places(out, door.came());
    places(out, door.claimed());
  }

  private static void places(DataOutputStream out, List<Long> places) throws IOException {
    number(out, places.size());
    long before = 0;
    for (long place : places) {
      number(out, place - before);
      before = place;
    }
  }

  private static void inside(DataOutputStream out, List<Inside> all) throws IOException {
    number(out, all.size());
    long first = all.stream().mapToLong(Inside::ends).min().orElse(0);
    number(out, first);
    for (Inside one : all.stream().sorted(Comparator.comparing(Inside::session)).toList()) {
      SessionId session = SessionId.of(one.session());
      number(out, session.epoch());
      number(out, session.lane());
      number(out, session.number());
      number(out, one.ends() - first);
    }
  }

  static QueueCheckpoint read(String text) {
    if (text.isEmpty()) {
      return QueueCheckpoint.EMPTY;
    }
    if (!text.startsWith(VERSION)) {
      throw unreadable(text, null);
    }
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(
                new ByteArrayInputStream(
                    Base64.getDecoder().decode(text.substring(VERSION.length())))))) {
      int peak = (int) number(in);
      long registered = number(in);
      long clock = number(in);
      List<Door> doors = new ArrayList<>();
      for (long left = count(in); left > 0; left--) {
        doors.add(door(in));
      }
      List<Window> open = new ArrayList<>();
      for (long left = count(in); left > 0; left--) {
        open.add(new Window(number(in), number(in), number(in), (int) number(in)));
      }
      return new QueueCheckpoint(peak, registered, clock, doors, open, inside(in));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(text, e);
    }
  }

  private static Door door(DataInputStream in) throws IOException {
    long tail = number(in);
    long ceiling = number(in);
    long cutoff = number(in);
    long passed = number(in);
    List<Gap> gaps = new ArrayList<>();
    for (long left = count(in); left > 0; left--) {
      gaps.add(new Gap(number(in), number(in)));
    }
    return new Door(tail, ceiling, cutoff, passed, gaps, places(in), places(in));
  }

  private static List<Long> places(DataInputStream in) throws IOException {
    List<Long> places = new ArrayList<>();
    long place = 0;
    for (long left = count(in); left > 0; left--) {
      place += number(in);
      places.add(place);
    }
    return places;
  }

  private static List<Inside> inside(DataInputStream in) throws IOException {
    long left = count(in);
    long first = number(in);
    List<Inside> all = new ArrayList<>();
    for (; left > 0; left--) {
      SessionId session = new SessionId(number(in), (int) number(in), number(in));
      all.add(new Inside(session.text(), first + number(in)));
    }
    return all;
  }

  private static IllegalArgumentException unreadable(String text, @Nullable Exception cause) {
    String begins = text.substring(0, Math.min(text.length(), 40));
    return new IllegalArgumentException("not a checkpoint of the queue: '" + begins + "'", cause);
  }

  /** Without sign. */
  private static void number(OutputStream out, long value) throws IOException {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  private static long number(DataInputStream in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("a number has more than 64 bits");
  }

  private static long count(DataInputStream in) throws IOException {
    long count = number(in);
    if (count < 0 || count > MOST) {
      throw new IOException(count + " are too many");
    }
    return count;
  }
}
