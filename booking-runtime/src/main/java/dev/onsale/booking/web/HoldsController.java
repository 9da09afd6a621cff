package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.identity.Buyer;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Holds that there are; they are made in {@code web.hotlane}. */
@RestController
@RequestMapping(EventPath.BASE + "/holds")
public final class HoldsController {
  private final HoldDesk desk;

  HoldsController(HoldDesk desk) {
    this.desk = desk;
  }

  @GetMapping("/{id}")
  HoldDesk.HoldDocument read(Buyer buyer, @PathVariable String id) {
    return desk.read(buyer, id);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void release(Buyer buyer, @PathVariable String id) {
    desk.release(buyer, id);
  }
}
