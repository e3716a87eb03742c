package nn.api.elementary;

/**
 * Arguments whose result is, of all doubles of their neighbourhood, the nearest to a double or to
 * the middle of two: from the lists of V. Lefèvre and J.-M. Muller (Worst Cases for Correct
 * Rounding of the Elementary Functions in Double Precision, ARITH-15, 2001) at {@code
 * https://www.vinc17.net/research/testlibm/}, as CORE-MATH's {@code .wc} files give them.
 */
final class HardCases {

  private HardCases() {}

  static double[] of(Elementary function) {
    return switch (function) {
      case EXP -> EXP;
      case LOG -> LOG;
      case LOG1P -> LOG1P;
      case TANH -> TANH;
      case SIGMOID, SOFTPLUS -> new double[0]; // nobody has searched for theirs
    };
  }

  private static final double[] EXP = {
    0x1.0122ef37212ebp-1, 0x1.00d48a707b93ep-1, 0x1.00e0e33c8c3fdp-1, 0x1.00bcc31ebded7p-1,
    0x1.012c061237773p-1, 0x1.00c3594568d32p-1, 0x1.13636533a411bp-1, 0x1.23644ad375738p-1,
    0x1.34f1ffe881d3cp-1, 0x1.43e17fd4bc6d6p-1, 0x1.54c681dba4d3fp-1, 0x1.6161083dae133p-1,
    0x1.74a578f09c6d6p-1, 0x1.81257bb2adf14p-1, 0x1.92a61ef6ab88ap-1, 0x1.a3c3af3c66decp-1,
    0x1.b3738e335ea89p-1, 0x1.c43682353601ep-1, 0x1.d293ca826821fp-1, 0x1.e317b68dea03ap-1,
    0x1.f3def4241cf47p-1, 0x1.008eb56314daap+0, 0x1.148d5f7bf43acp+0, 0x1.230e9417c361fp+0,
    0x1.32ad5b2acbbfep+0, 0x1.435ba20580ddep+0, 0x1.53dc156bd1b97p+0, 0x1.6422d3abbbf4ap+0,
  };

  private static final double[] LOG = {
    0x1.a6ae5142326b5p+0, 0x1.c877cba59d0acp+0, 0x1.d2e75daa7d786p+0, 0x1.21e133699fd0fp+1,
    0x1.efcbe699decc2p+0, 0x1.fd68ffa928b1ap+0, 0x1.3fe609662ffe9p+1, 0x1.547de187239f2p+1,
    0x1.967e2d739876bp+1, 0x1.ffcd1f1e0c16fp+1, 0x1.45ac1494a8454p+2, 0x1.7dd12c217b6a1p+2,
    0x1.d0e162effea7dp+2, 0x1.5ea68b8c73f16p+3, 0x1.268b6ed483169p+4, 0x1.7e637cacbdf76p+44,
    0x1.84a5538257275p+4, 0x1.f531d807ee442p+5, 0x1.08fa8af9c8957p+7, 0x1.da137ac7e447cp+7,
    0x1.7bfa9a7695d47p+10, 0x1.a455a70c31d8p+13, 0x1.f63e8a05c6055p+14, 0x1.b69a0da90ec72p+15,
    0x1.3e2cabb17c6a9p+19, 0x1.f7cbf6884f36bp+28, 0x1.8e27f4f0e6c74p+34, 0x1.b61a3bd0deacp+39,
  };

  private static final double[] LOG1P = {
    0x1.22325944754d1p+0, 0x1.010634736a28p+14, 0x1.002e52063d1b8p-23, 0x1.003ff5333549cp-11,
    0x1.006ea7f7cb461p-9, 0x1.00be7487425e7p-7, 0x1.00c3d4acbba8ap-1, 0x1.00fad16d4997dp-5,
    0x1.0209c6fa7e358p-1, 0x1.0402e125922c2p+1, 0x1.06adf9df65bf9p+0, 0x1.07d21ef062608p+0,
    0x1.0847cc8d9d87ep+0, 0x1.0a526bad91361p-3, 0x1.0f38dcd2fe2f3p+0, 0x1.127c59f2bdcc8p+0,
    0x1.13a9ab3e8fffap-2, 0x1.144ad2f9fd5e1p-2, 0x1.185d10156327fp-1, 0x1.1c812c8e1a5c1p-1,
    0x1.228af96a95619p-6, 0x1.28cff93212d03p+0, 0x1.10e5a48897fb1p-7, 0x1.20cd8429f8916p-12,
  };

  private static final double[] TANH = {
    0x1.000b47bdb383fp-9, 0x1.002b19915b12bp-7, 0x1.004524207fad9p-3, 0x1.00a0f3cf999acp+2,
    0x1.015bdb2761717p+4, 0x1.015cee8026857p+1, 0x1.01885ae3c818ap+0, 0x1.028bf1d22b07dp-2,
    0x1.0481dc5df327dp-1, 0x1.0493074ab3635p-1, 0x1.055473494e40dp+0, 0x1.0869134bd9375p+1,
    0x1.097519f44243fp+3, 0x1.09810237b29c1p-2, 0x1.0a2614966530cp-1, 0x1.0b3344cd5964dp-1,
    0x1.0cb8a1d5d7dfbp+0, 0x1.0e45e62cc6c34p-1, 0x1.1184e6ab6aa33p+0, 0x1.142e88600dacep-14,
    0x1.18d8d9338eeb7p-1, 0x1.1a4b21a881e85p+0, 0x1.1234adeeb9462p-15, 0x1.21a430178b299p-2,
  };
}
