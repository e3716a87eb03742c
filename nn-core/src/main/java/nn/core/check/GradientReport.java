package nn.core.check;

import nn.api.Message;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link GradientCheck} found. Rows and columns in it count from 0, layers in its text from
 * 1.
 *
 * @param checked derivatives that were judged
 * @param kinks derivatives that were left out, since the function has a kink within the stencil
 * @param wrong derivatives among the judged that are not within their bound
 * @param worst the judged one with the largest {@linkplain Derivative#error error}, NaN before all;
 *     null if none was judged
 */
public record GradientReport(long checked, long kinks, long wrong, @Nullable Derivative worst) {

  /** One in so many derivatives may be left out, and one in any case. */
  private static final int KINKS = 20;

  /** The report on nothing, to add others to. */
  public static final GradientReport EMPTY = new GradientReport(0, 0, 0, null);

  /**
   * Whether the gradient is right: some derivatives were judged, none is wrong, and at most one in
   * twenty was left out (one in any case).
   */
  public boolean passed() {
    return checked > 0 && wrong == 0 && !tooManyKinks();
  }

  private boolean tooManyKinks() {
    return kinks > 1 && kinks > (checked + kinks) / KINKS;
  }

  /** The report on the derivatives of both. */
  public GradientReport plus(GradientReport other) {
    return new GradientReport(
        checked + other.checked,
        kinks + other.kinks,
        wrong + other.wrong,
        worse(worst, other.worst));
  }

  private static @Nullable Derivative worse(@Nullable Derivative a, @Nullable Derivative b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Double.compare(a.error(), b.error()) >= 0 ? a : b; // NaN is above all numbers
  }

  /** In words, for messages. */
  @Override
  public String toString() {
    String verdict = "";
    if (checked == 0) {
      verdict = "; nothing was judged";
    } else if (tooManyKinks()) {
      verdict = "; too many were left out: take other values";
    }
    return Message.of(
        "%d derivatives checked, %d left out at kinks, %d wrong%s%s",
        checked, kinks, wrong, verdict, worst == null ? "" : "; worst: " + worst);
  }
}
