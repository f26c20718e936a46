package dev.lading.server.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.TrustRefusal;
import dev.lading.trust.publish.UpdateError;
import dev.lading.trust.publish.UpdateResult.Refused;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTest {
  @ParameterizedTest
  @EnumSource(names = "VERSION", mode = EnumSource.Mode.EXCLUDE)
  void update_thatIsRefused_isTold_inTheWordsOfTheRules(UpdateError error) {
    TrustRefusal refusal = Refusals.of(new Refused(error, Optional.empty()));

    assertThat(refusal.error().name()).isEqualTo(error.name());
    assertThat(refusal.error().message()).isEqualTo(error.message());
    assertThat(refusal.error().status()).isEqualTo(400);
    assertThat(refusal.detail()).isEmpty();
  }

  @Test
  void update_thatIsLate_isRefused_withWordsToGoOnBy() {
    TrustRefusal refusal = Refusals.of(new Refused(UpdateError.VERSION, Optional.empty()));

    assertThat(refusal.detail().orElseThrow())
        .contains("ErrValidation", "somebody else has published since, publish again");
  }
}
