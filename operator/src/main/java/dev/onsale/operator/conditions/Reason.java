package dev.onsale.operator.conditions;

import static dev.onsale.operator.conditions.Reason.Severity.NeedsAPerson;
import static dev.onsale.operator.conditions.Reason.Severity.News;
import static dev.onsale.operator.conditions.Reason.Severity.Progress;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every reason that a condition or a Kubernetes Event of ours can have, and what a person does
 * about it. The pages in docs/reasons are written from it, and {@code kubectl onsale explain} reads
 * it, so it knows nothing of the operator's insides. {@code Ready} repeats the reason of the first
 * condition that is not true.
 */
public enum Reason {
  // The spec of an event
  Valid(News, "SpecValid", "The spec can be carried out."),
  Unreadable(
      NeedsAPerson,
      "SpecValid, Ready",
      "The stored object does not fit the API, because it was written under another version or past"
          + " validation.",
      "Apply the manifest again; the message names the field.",
      "kubectl apply -f MANIFEST"),
  NotSupported(
      NeedsAPerson,
      "SpecValid, Ready",
      "The spec asks for something that this version of Onsale does not do.",
      "Write the value that the message names.",
      "kubectl edit ticketevent NAME"),
  PlatformNotFound(
      NeedsAPerson,
      "SpecValid, DataDeleted",
      "spec.platformRef.name names a TicketPlatform that is not there or cannot be read.",
      "Create the TicketPlatform, or name another.",
      "kubectl get ticketplatforms"),
  NamespaceNotAllowed(
      NeedsAPerson,
      "SpecValid",
      "The platform does not take events of this namespace. An event that already had data goes on"
          + " selling.",
      "Label the namespace as the platform's spec.eventNamespaces.selector asks.",
      "kubectl get ticketplatform PLATFORM -o jsonpath='{.spec.eventNamespaces}'"),
  InvalidSchedule(
      NeedsAPerson,
      "SpecValid",
      "A time or duration cannot be read, or times are in the wrong order.",
      "Correct the field that the message names.",
      "kubectl edit ticketevent NAME"),
  UnknownTier(
      NeedsAPerson,
      "SpecValid",
      "A section names a tier that spec.tiers does not have.",
      "Add the tier or correct the name.",
      "kubectl edit ticketevent NAME"),
  InvalidSeatMap(
      NeedsAPerson,
      "SpecValid",
      "The seat map contradicts itself, or cannot be read.",
      "Correct the section, row or seat that the message names.",
      "kubectl describe ticketevent NAME"),
  SeatMapMissing(
      NeedsAPerson,
      "SpecValid",
      "spec.seating.mapRef names a ConfigMap or a key that the namespace does not have.",
      "Create it; it is looked for every 10 s.",
      "kubectl get configmaps"),
  SeatMapTooLarge(
      NeedsAPerson,
      "SpecValid",
      "The seat map has more than 100,000 places, or takes more than 1 MB.",
      "Leave out geometry, use fewer rows, or make two events of it.",
      "kubectl describe ticketevent NAME"),
  SeatMapFixed(
      NeedsAPerson,
      "SpecValid",
      "spec.seating or its map changed after the first opening, when people may already own seats.",
      "Undo the change.",
      "kubectl edit ticketevent NAME"),

  ImmutableField(
      NeedsAPerson,
      "SpecValid",
      "A field changed that no longer may. It happened while the operator was down, else the API"
          + " server would have refused it. The event goes on as its last good spec says.",
      "Set the field back to the value that the message names.",
      "kubectl get controllerrevisions -l onsale.dev/event=NAME"),

  // The event's data
  Provisioned(News, "DataProvisioned", "Schema, roles and ACL user of the event stand."),
  Waiting(Progress, "DataProvisioned", "It is decided once the conditions above it are true."),
  PlatformNotReady(
      Progress,
      "DataProvisioned, DataDeleted",
      "The platform's stores do not answer, or were not asked since its last change. Edits still"
          + " reach running pods."),
  DataMissing(
      NeedsAPerson,
      "DataProvisioned",
      "The event had a schema, and it is gone. Nothing empty is put in its place, and its pods"
          + " stop.",
      "Restore the schema from a backup, or delete the event to begin anew.",
      "kubectl get ticketevent NAME -o jsonpath='{.status.data}'"),
  ForeignData(
      NeedsAPerson,
      "DataProvisioned",
      "The schema of this event's name is another event's, or has no marker.",
      "Restore this event's own, restore the seat map that the message names, or use another name.",
      "kubectl describe ticketevent NAME"),
  RootSecretLost(
      NeedsAPerson,
      "DataProvisioned, WebhooksRouted",
      "Secret onsale-root is gone or another one, although events have keys derived from it. New"
          + " keys would void tickets already sold.",
      "Restore the Secret from its backup.",
      "kubectl get secret onsale-root -n OPERATOR-NAMESPACE"),
  NoAclFile(
      NeedsAPerson,
      "AclNotPersistent",
      "Redis has no aclfile, so the event's user is lost when Redis restarts, until the next"
          + " reconciliation.",
      "Start Redis with an aclfile.",
      "redis-cli CONFIG GET aclfile"),
  CredentialsMissing(
      NeedsAPerson,
      "DataProvisioned",
      "The platform takes this event's logins from Secret NAME-credentials, and it or one of its keys is missing or unusable. Pods that run keep what they have.",
      "Create or correct the Secret; the message names the key.",
      "kubectl describe secret NAME-credentials"),
  GivenLoginRefused(
      NeedsAPerson,
      "DataProvisioned",
      "A login from Secret NAME-credentials is refused by its store, or may not do what it must.",
      "Correct the Secret, or the user at the store, as the message says.",
      "kubectl describe secret NAME-credentials"),
  BeyondRepair(
      NeedsAPerson,
      "StoreDrift",
      "Somebody changed the event's roles in a way that the operator may not take back.",
      "Run the statement that the message names as a superuser.",
      "kubectl describe ticketevent NAME"),
  LoginsChanging(
      Progress,
      "Rotating",
      "New logins are in the event's Secret, and the old ones end when every pod has changed over."),
  SnapshotInUse(
      NeedsAPerson,
      "SeatMapEdited",
      "The ConfigMap of spec.seating.mapRef differs from the map in use, which stays.",
      "Undo the edit; to change the map before the first opening, name another ConfigMap.",
      "kubectl get configmaps -l onsale.dev/event=NAME"),

  // Stores
  Reachable(
      News,
      "PostgresReachable, RedisReachable, KafkaReachable",
      "The store answers and accepts the operator's login."),
  Unreachable(
      NeedsAPerson,
      "PostgresReachable, RedisReachable, KafkaReachable, DataProvisioned, DataDeleted",
      "No connection, or no answer in 5 s (Kafka: 10 s).",
      "Look at address, port and firewall, and whether the store runs. It is asked again every 15"
          + " s.",
      "kubectl describe ticketplatform PLATFORM"),
  AuthenticationFailed(
      NeedsAPerson,
      "PostgresReachable, RedisReachable, KafkaReachable, DataProvisioned, DataDeleted",
      "The store refuses user name or password of the operator's login.",
      "Correct the Secret that adminSecretRef names.",
      "kubectl get secret SECRET -n OPERATOR-NAMESPACE -o jsonpath='{.data.username}' | base64 -d"),
  PermissionDenied(
      NeedsAPerson,
      "PostgresReachable, RedisReachable, KafkaReachable, DataProvisioned, DataDeleted",
      "The operator's login may not do what provisioning needs.",
      "PostgreSQL: CREATEROLE, and CREATE on the database, no superuser. Redis: +acl +info +scan"
          + " +client and all keys. Kafka: create topics.",
      "kubectl describe ticketplatform PLATFORM"),
  AdminSecretMissing(
      NeedsAPerson,
      "PostgresReachable, RedisReachable, KafkaReachable, DataProvisioned, DataDeleted",
      "The Secret with the operator's login is missing, or lacks a key.",
      "Create it in the operator's namespace with keys username and password.",
      "kubectl create secret generic SECRET -n OPERATOR-NAMESPACE --from-literal=username=USER"
          + " --from-literal=password=PASSWORD"),
  Untrusted(
      NeedsAPerson,
      "PostgresReachable, RedisReachable, KafkaReachable, DataProvisioned, DataDeleted",
      "The server's certificate is not signed by the platform's authority, or names another host.",
      "Put the authority's certificate into key ca.crt of the Secret that caSecretRef names, or correct the host.",
      "kubectl get secret SECRET -n OPERATOR-NAMESPACE -o jsonpath='{.data.ca\\.crt}' | base64 -d"),
  MayEvict(
      NeedsAPerson,
      "RedisReachable",
      "Redis may evict keys when its memory is full, and would lose queues and holds without a"
          + " word.",
      "Set maxmemory-policy to noeviction.",
      "redis-cli CONFIG SET maxmemory-policy noeviction"),
  Refused(
      NeedsAPerson,
      "PostgresReachable, RedisReachable, KafkaReachable, DataProvisioned, DataDeleted",
      "The store answered with an error of another kind.",
      "The store's own words are in the message.",
      "kubectl describe ticketplatform PLATFORM"),
  Stopping(
      Progress,
      "PostgresReachable, RedisReachable, KafkaReachable",
      "The operator is stopping; it asks again when it is back."),

  // Workload
  NotStarted(Progress, "RuntimeAvailable", "The runtime is not deployed yet."),
  Stopped(Progress, "RuntimeAvailable", "The runtime runs no pod at present."),
  Idle(
      News,
      "RuntimeAvailable",
      "The event runs no pod at this time of its life; the message says when it wakes."),
  Starting(Progress, "RuntimeAvailable, WebhooksRouted", "Pods of the runtime are starting."),
  Available(News, "RuntimeAvailable, WebhooksRouted", "Pods of the runtime are ready."),
  FloorsReached(
      News, "Scaled", "Every component has as many pods as the schedule asks for at least."),
  BelowFloor(
      Progress,
      "Scaled, OpenReady",
      "A component has fewer pods than the schedule asks for; they start, or find no node.",
      "If it lasts, look for pods that are Pending.",
      "kubectl get pods -l onsale.dev/event=NAME"),
  MetricsMissing(
      NeedsAPerson,
      "Scaled",
      "A HorizontalPodAutoscaler has found no CPU figures for five minutes, so no crowd adds pods; the floors of the schedule hold.",
      "Install metrics-server, or raise the floors in spec.scaling.",
      "kubectl describe hpa -l onsale.dev/event=NAME"),
  EngineMissing(
      NeedsAPerson,
      "Scaled",
      "spec.scaling.engine asks for KEDA, which the cluster does not serve; a HorizontalPodAutoscaler stands in.",
      "Install KEDA, or set spec.scaling.engine to Auto or HPA.",
      "kubectl get crd scaledobjects.keda.sh"),
  PodsNotReady(
      NeedsAPerson,
      "RuntimeAvailable, WebhooksRouted",
      "No pod of the runtime became ready in 10 minutes.",
      "Look at the pods, their events and logs.",
      "kubectl describe pods -l onsale.dev/event=NAME"),
  ChildConflict(
      NeedsAPerson,
      "RuntimeAvailable, WebhooksRouted",
      "An object of the name that the event needs exists without label onsale.dev/event, or one"
          + " that the platform needs without onsale.dev/platform. It was left alone.",
      "Rename or delete that object, or use another name for the event or platform.",
      "kubectl get deployments,services,configmaps,secrets,serviceaccounts"),
  PodsRefused(
      NeedsAPerson,
      "RuntimeAvailable",
      "The cluster refuses to make pods of the runtime; its words are in the message.",
      "Do what the message asks.",
      "kubectl get events --field-selector reason=FailedCreate"),
  QuotaExceeded(
      NeedsAPerson,
      "RuntimeAvailable",
      "A ResourceQuota of the namespace leaves no room for what the event needs.",
      "Raise the quota, or lower the event's floors and the platform's requests.",
      "kubectl describe resourcequota"),
  AdmissionDenied(
      NeedsAPerson,
      "RuntimeAvailable",
      "A policy or webhook of the cluster refuses an object of the event; its words are in the"
          + " message.",
      "Let the policy accept objects with label app.kubernetes.io/managed-by=onsale-operator, or"
          + " change what it names.",
      "kubectl describe ticketevent NAME"),
  RightMissing(
      NeedsAPerson,
      "RuntimeAvailable",
      "The operator lacks a right that its chart gives.",
      "Install the chart of this version again, with rights for this namespace.",
      "kubectl auth can-i --list --as=system:serviceaccount:OPERATOR-NAMESPACE:onsale-operator"),
  ApplyFailed(
      Progress,
      "RuntimeAvailable, WebhooksRouted",
      "The API server refused an object for now; it is tried again."),

  Frozen(
      News,
      "RolloutDeferred",
      "The event is pre-scaled or its sale opened not long ago, so pods are not rolled. What needs"
          + " a roll waits until the time that the message names; other edits reach running pods.",
      "Wait, or permit this one roll with the annotation that the message names.",
      "kubectl annotate ticketevent NAME onsale.dev/allow-roll=HASH --overwrite"),
  ForeignFields(
      NeedsAPerson,
      "ChildModified",
      "Somebody added fields to a pod template or a Service of the event. They are left alone: what"
          + " the operator declares is repaired, what others add is theirs.",
      "Remove them unless they are meant, for example by a service mesh.",
      "kubectl get deployments,services -l onsale.dev/event=NAME --show-managed-fields -o yaml"),

  Routed(News, "Routed", "Buyers' requests are routed to the event."),
  RoutePending(Progress, "Routed", "No Gateway has taken the event's HTTPRoute yet."),
  RouteRefused(
      NeedsAPerson,
      "Routed, Ready",
      "A Gateway refuses the event's HTTPRoute; the message has its own words.",
      "Let a listener of the Gateway take routes of the event's namespace and host, or name another"
          + " Gateway.",
      "kubectl get httproute NAME-buyers -o yaml"),
  RouteApiMissing(
      NeedsAPerson,
      "Routed, Ready, WebhooksRouted",
      "The platform routes by HTTPRoute, which the cluster does not serve.",
      "Install Gateway API, or set the platform's spec.routing.type to Ingress. It is looked for"
          + " every 30 s.",
      "kubectl api-resources --api-group=gateway.networking.k8s.io"),
  RolloutsNotServed(
      NeedsAPerson,
      "BlueGreen",
      "The platform asks for blue-green delivery, and the cluster does not serve Rollouts and AnalysisTemplates of argoproj.io. Deployments go on.",
      "Install Argo Rollouts, or set spec.delivery.strategy of the platform to RollingUpdate. The APIs are looked for every 30 s.",
      "kubectl api-resources --api-group=argoproj.io"),
  ApisUnknown(
      Progress,
      "BlueGreen",
      "The API server has not said yet whether it serves Rollouts; what runs goes on."),
  PreviewAborted(
      NeedsAPerson,
      "BlueGreen",
      "A new version did not become healthy in its preview and was given up. Buyers are sent to the version before.",
      "Look at the AnalysisRun and at the preview's pods, then correct what was changed.",
      "kubectl describe rollouts.argoproj.io -l onsale.dev/event=NAME"),
  AwaitsPromotion(
      Progress,
      "BlueGreen",
      "A new version is healthy in its preview and waits for a person.",
      "Look at the preview Services, then promote.",
      "kubectl onsale promote NAME"),
  Promoted(News, "BlueGreen", "Buyers are sent to the version that was promoted last."),

  // The sale
  Ready(News, "Ready", "Nothing is left to do."),
  NotReady(Progress, "OpenReady, OnSale", "It is decided once the event is ready."),
  TooEarly(News, "OpenReady", "It is decided from pre-scaling on."),
  ClocksApart(
      NeedsAPerson,
      "OpenReady",
      "The clock of a pod's node differs by more than 1 s from PostgreSQL's.",
      "Set the node's time; see that it runs a time service.",
      "kubectl get pod POD -o jsonpath='{.spec.nodeName}'"),
  CertificateUnusable(
      NeedsAPerson,
      "OpenReady",
      "The TLS Secret that the platform's spec.routing.tls names is missing or holds no"
          + " certificate.",
      "Create it in the event's namespace, with keys tls.crt and tls.key.",
      "kubectl get secret SECRET"),
  CertificateEnds(
      NeedsAPerson,
      "OpenReady",
      "The certificate ends before the sale closes.",
      "Renew it.",
      "kubectl get secret SECRET -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout"
          + " -enddate"),
  PausedByAnnotation(
      News,
      "ReconcilePaused",
      "Annotation onsale.dev/reconcile: paused stops the operator for this object, its deletion"
          + " too. The sale goes on as it is.",
      "Remove the annotation to go on.",
      "kubectl annotate ticketevent NAME onsale.dev/reconcile-"),
  NoReport(
      Progress,
      "OpenReady, InventoryConsistent",
      "No process of the runtime reported in two minutes. It never blocks Ready."),
  NotAcknowledged(Progress, "OpenReady", "A process does not work by the present spec yet."),
  Acknowledged(News, "OpenReady", "Every process works by the present spec."),
  Pending(Progress, "OnSale", "The event has no data yet."),
  Scheduled(News, "OnSale", "Neither registration nor the sale is open yet."),
  Registration(News, "OnSale", "Visitors register for the draw."),
  PreScaled(News, "OnSale", "The pods of the opening run; the sale opens soon."),
  OnSale(News, "OnSale", "Buyers can buy."),
  Paused(
      News,
      "OnSale",
      "spec.paused stops admission; who is inside may finish.",
      "Set spec.paused to false to go on.",
      "kubectl patch ticketevent NAME --type=merge -p '{\"spec\":{\"paused\":false}}'"),
  SoldOut(News, "OnSale", "Nothing is left and nothing is held."),
  Closed(News, "OnSale, OpenReady", "The sale is over; tickets are still scanned."),
  Ended(News, "OnSale", "The event is over."),
  Failed(
      NeedsAPerson,
      "OnSale",
      "The event's data is missing or another's, so nothing is sold.",
      "See condition DataProvisioned.",
      "kubectl describe ticketevent NAME"),
  Consistent(News, "InventoryConsistent", "Redis and PostgreSQL agree on every seat."),
  Inconsistent(
      NeedsAPerson,
      "InventoryConsistent",
      "Redis and PostgreSQL differ about a seat; the message says where. PostgreSQL decides who"
          + " owns it.",
      "Tell the people who develop Onsale, with the worker's log.",
      "kubectl logs -l onsale.dev/event=NAME --tail=500"),

  // The end
  InvalidNetwork(
      NeedsAPerson,
      "Ready",
      "spec.network of the platform names some neighbours but not all that its events need, or"
          + " names them in a way that cannot be carried out. Whoever is not named would be"
          + " denied.",
      "Correct the field that the message names, or leave out spec.network.",
      "kubectl edit ticketplatform PLATFORM"),
  StillReferenced(
      NeedsAPerson,
      "DeletionBlocked",
      "Events name this platform, so its deletion waits.",
      "Delete the events first; the platform goes with the last one.",
      "kubectl get ticketevents -A"),
  DataRetained(
      News, "", "The event was deleted and its data stays, as spec.deletionPolicy Retain asks."),
  LoginsRefused(
      News,
      "",
      "An event was deleted with policy Retain while a store was away; its logins are refused since"
          + " the store is back."),
  DataDeleted(
      News,
      "",
      "The event was deleted with its schema, roles, ACL user and keys, as spec.deletionPolicy"
          + " Delete asks."),
  Settling(
      Progress,
      "DataDeleted",
      "The event's pods are gone and left orders, payments or events open. A Job in the operator's"
          + " namespace settles them, for five minutes at most."),
  PaymentsInFlight(
      NeedsAPerson,
      "",
      "The event was deleted while payments had no outcome yet, and the payment provider gave none"
          + " in time. Its data was kept and locked, also where spec.deletionPolicy is Delete.",
      "Create the event again under its name and with its seat map; its worker settles them. Then"
          + " delete it again.",
      "kubectl apply -f MANIFEST"),
  ForeignDataLeft(
      News, "", "The event was deleted; a schema of its name is another event's and was left."),
  DataAbandoned(
      News, "", "The event was deleted without its stores, as onsale.dev/abandon-data asked.");

  /** How much a reason asks of a person. */
  public enum Severity {
    /** Something is as it should be, or an ordinary moment of a sale. */
    News,
    /** Something is on its way, and the operator goes on by itself. */
    Progress,
    /** It stays so until a person acts. */
    NeedsAPerson
  }

  private static final String NOTHING = "Nothing.";
  private static final String LOOK = "kubectl describe ticketevent NAME";

  private final Severity severity;
  private final List<String> conditions;
  private final String cause;
  private final String fix;
  private final String command;

  Reason(Severity severity, String conditions, String cause) {
    this(severity, conditions, cause, NOTHING, LOOK);
  }

  Reason(Severity severity, String conditions, String cause, String fix, String command) {
    this.severity = severity;
    this.conditions = conditions.isEmpty() ? List.of() : List.of(conditions.split(", ", -1));
    this.cause = cause;
    this.fix = fix;
    this.command = command;
  }

  /** The reason a condition names; empty for one of another version. */
  public static Optional<Reason> named(String name) {
    return Stream.of(values()).filter(reason -> reason.name().equals(name)).findFirst();
  }

  public Severity severity() {
    return severity;
  }

  /** Types of the conditions that can have it; none if only Kubernetes Events do. */
  public List<String> conditions() {
    return conditions;
  }

  public String cause() {
    return cause;
  }

  /** What a person does. */
  public String fix() {
    return fix;
  }

  /** A command that looks, or mends; words in capitals are to be replaced. */
  public String command() {
    return command;
  }
}
