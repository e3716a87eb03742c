/**
 * The definitions of exp, log, log1p, tanh, sigmoid and softplus: what a kernel must give, bit for
 * bit, in each dtype; and the normal distribution, for activations, which is no kernel.
 *
 * <p>They are made of IEEE 754 additions, subtractions, multiplications, divisions and comparisons,
 * selections between two values, and integer operations on a number's own bits. There is no table,
 * no fused multiply-add, no call into a mathematics library, and nothing is skipped or repeated
 * depending on the data. So every JVM and processor gives the same bits, and a kernel that works on
 * several numbers at a time can carry out the same operations in each lane; the coefficients are
 * public for that. An operation may not be left out, reordered or contracted. {@code x * C + D} is
 * a rounded product and a rounded sum.
 *
 * <p>FLOAT64 adds low-order parts where a plain formula would be off by more than the bounds that
 * each function states. FLOAT32 is computed in FLOAT64 with shorter polynomials and rounded once,
 * which is the correctly rounded result but for about 3 in 100,000 arguments at most (the normal
 * distribution: 1 in 1,000).
 *
 * <p>The methods are those of W. J. Cody and W. Waite, Software Manual for the Elementary
 * Functions, 1980; P. T. P. Tang, Table-Driven Implementation of the Exponential Function, ACM TOMS
 * 15(2), 1989, and of the Logarithm Function, 16(4), 1990 (the reduction, without the tables); K.
 * C. Ng's fdlibm, 1993; J.-M. Muller, Elementary Functions, 3rd ed., 2016.
 */
@NullMarked
package nn.api.elementary;

import org.jspecify.annotations.NullMarked;
