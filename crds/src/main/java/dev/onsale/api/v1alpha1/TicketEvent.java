package dev.onsale.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One on-sale: a performance's seats, prices, schedule, queue and scaling. Namespaced. */
@Group("onsale.dev")
@Version("v1alpha1")
@Singular("ticketevent")
@Plural("ticketevents")
@ShortNames("te")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Next", jsonPath = ".status.next.phase")
@AdditionalPrinterColumn(name = "Next at", jsonPath = ".status.next.at")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "On sale", jsonPath = ".spec.schedule.onSaleAt")
@AdditionalPrinterColumn(name = "Sold", jsonPath = ".status.sold")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    priority = 1)
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$')",
    message =
        "metadata.name must be a DNS-1035 label of at most 40 characters, because Services are"
            + " named after it; use lower-case letters, digits and hyphens, and begin with a"
            + " letter")
@ValidationRule(
    value = TicketEvent.RULES_OPEN + "self.spec.queue.mode == oldSelf.spec.queue.mode",
    message = "spec.queue.mode is immutable once registration or pre-scale began; set it back")
@ValidationRule(
    value = TicketEvent.RULES_OPEN + "self.spec.queue.beacon == oldSelf.spec.queue.beacon",
    message = "spec.queue.beacon is immutable once registration or pre-scale began; set it back")
@ValidationRule(
    value =
        TicketEvent.RULES_OPEN
            + "(has(self.spec.queue.priority) == has(oldSelf.spec.queue.priority)"
            + " && (!has(self.spec.queue.priority)"
            + " || self.spec.queue.priority == oldSelf.spec.queue.priority))",
    message = "spec.queue.priority is immutable once registration or pre-scale began; set it back")
@ValidationRule(
    value = TicketEvent.RULES_OPEN + "self.spec.buyers == oldSelf.spec.buyers",
    message = "spec.buyers is immutable once registration or pre-scale began; set it back")
@ValidationRule(
    value = TicketEvent.MAP_OPEN + "self.spec.seating == oldSelf.spec.seating",
    message = "spec.seating is immutable once the sale opened; set it back")
@ValidationRule(
    value = TicketEvent.MAP_OPEN + "self.spec.tiers == oldSelf.spec.tiers",
    message = "spec.tiers is immutable once the sale opened; set it back")
@ValidationRule(
    value =
        "!has(self.status) || !has(self.status.data) || !has(self.status.data.schema)"
            + TicketEvent.UNDO
            + "self.spec.platformRef == oldSelf.spec.platformRef",
    message = "spec.platformRef is immutable once the platform holds the event's data; set it back")
public class TicketEvent extends CustomResource<TicketEventSpec, TicketEventStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** A change that came too late may be set back. */
  static final String UNDO =
      " || (has(self.status.frozen) && has(self.status.frozen.undo) && self.status.frozen.undo) ||"
          + " ";

  /**
   * Mode, beacon, buyers and priority may still change. The phase alone does not tell: after
   * registration an event can be Scheduled again, and any phase can turn Failed.
   */
  static final String RULES_OPEN =
      "!has(self.status)"
          + " || (!(has(self.status.frozen) && has(self.status.frozen.rules))"
          + " && !(has(self.status.phase) && self.status.phase in"
          + " ['Registration', 'PreScaled', 'OnSale', 'SoldOut', 'Closed', 'Ended']))"
          + TicketEvent.UNDO;

  /** Seating and tiers may still change. */
  static final String MAP_OPEN =
      "!has(self.status)"
          + " || (!(has(self.status.frozen) && has(self.status.frozen.map))"
          + " && !(has(self.status.phase) && self.status.phase in"
          + " ['OnSale', 'SoldOut', 'Closed', 'Ended']))"
          + TicketEvent.UNDO;
}
