package dev.onsale.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.operator.conditions.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403| configmaps "a" is forbidden: exceeded quota: small, requested: count/configmaps=1| QuotaExceeded
          400| admission webhook "images.example" denied the request: no tag| AdmissionDenied
          422| deployments "a" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no| AdmissionDenied
          403| services is forbidden: User "system:serviceaccount:x:y" cannot create resource| RightMissing
          409| exists| ChildConflict
          500| etcdserver: request timed out| ApplyFailed
          """)
  void theWordsOfTheApiServerSayWhoMustAct(int code, String said, Reason reason) {
    var verdict = Refusal.of("ConfigMap", new KubernetesClientException(said, code, null));
    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.isFalse()).isEqualTo(reason != Reason.ApplyFailed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pods "a" is forbidden: exceeded quota: small, requested: pods=1| QuotaExceeded
          pods "a" is forbidden: violates PodSecurity "restricted:latest"| AdmissionDenied
          no room| PodsRefused
          """)
  void podsThatAreRefusedAreTold(String said, Reason reason) {
    assertThat(Refusal.ofPods("a-runtime", said).reason()).isEqualTo(reason);
  }
}
