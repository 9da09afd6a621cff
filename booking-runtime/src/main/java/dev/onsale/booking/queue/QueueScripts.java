package dev.onsale.booking.queue;

import dev.onsale.booking.redis.Script;

/** The scripts of {@code /lua/queue}, each with the prelude it needs. */
final class QueueScripts {
  static final Script JOIN = script("queue/join.lua");
  static final Script REGISTER = script("queue/register.lua");
  static final Script CLAIM =
      script(
          "queue/sessions.lua",
          "queue/registered.lua",
          "queue/lanes.lua",
          "queue/door.lua",
          "queue/claim.lua");
  static final Script ADMIT =
      script(
          "queue/sessions.lua",
          "queue/registered.lua",
          "queue/lanes.lua",
          "queue/door.lua",
          "queue/past.lua",
          "queue/law.lua",
          "queue/admit.lua");
  static final Script LEAVE = script("seats/changes.lua", "queue/leave.lua");
  static final Script READ = script("queue/sessions.lua", "queue/registered.lua", "queue/read.lua");
  static final Script WINDOWS = script("queue/windows.lua");
  static final Script ATTACH =
      script("queue/sessions.lua", "queue/registered.lua", "queue/lanes.lua", "queue/attach.lua");
  static final Script CHECKPOINT =
      script("queue/registered.lua", "queue/lanes.lua", "queue/checkpoint.lua");
  static final Script RAISE = script("queue/raise.lua");
  static final Script BUILD = building("queue/build.lua");
  static final Script BUILD_NOTED = building("queue/build-noted.lua");
  static final Script BUILD_LOST = building("queue/build-lost.lua");

  private QueueScripts() {}

  private static Script building(String file) {
    return Script.of("epoch/keys.lua", "queue/registered.lua", "queue/lanes.lua", file);
  }

  private static Script script(String... files) {
    String[] all = new String[files.length + 2];
    all[0] = "epoch/current.lua";
    all[1] = "epoch/keys.lua";
    System.arraycopy(files, 0, all, 2, files.length);
    return Script.of(all);
  }
}
