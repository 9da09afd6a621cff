package dev.onsale.operator;

import dev.onsale.testbed.chart.ChartRenderer;
import dev.onsale.testbed.kubernetes.ControlPlane;
import dev.onsale.testbed.kubernetes.Token;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the chart gives the operator, so that it may in tests what it may where it is installed. */
final class ChartRights {

  static final String SERVICE_ACCOUNT = "onsale-operator";
  static final String USER =
      "system:serviceaccount:" + World.OPERATOR_NAMESPACE + ":" + SERVICE_ACCOUNT;

  private static final Set<String> RIGHTS =
      Set.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");
  private static final Set<String> PROTECTION =
      Set.of("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);

  private ChartRights() {}

  /** Installs ServiceAccount and roles, and answers with a configuration that acts as it. */
  static Config grant(ControlPlane plane, Map<String, Object> values) {
    KubernetesClient user = plane.client();
    apply(user, RIGHTS, values);
    String token =
        user.serviceAccounts()
            .inNamespace(World.OPERATOR_NAMESPACE)
            .withName(SERVICE_ACCOUNT)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(TOKEN_LIFE.toSeconds())
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    return plane.configuration(new Token(token, SERVICE_ACCOUNT, List.of()));
  }

  /** Installs the admission policy that protects selling events. */
  static void protect(KubernetesClient user) {
    apply(user, PROTECTION, Map.of());
  }

  static List<GenericKubernetesResource> rendered(Map<String, Object> values) {
    return new ChartRenderer(Path.of("..", "charts", "onsale").toAbsolutePath().normalize())
        .render("onsale", World.OPERATOR_NAMESPACE, values);
  }

  private static void apply(KubernetesClient user, Set<String> kinds, Map<String, Object> values) {
    rendered(values).stream()
        .filter(object -> kinds.contains(object.getKind()))
        .forEach(object -> user.resource(object).serverSideApply());
  }
}
