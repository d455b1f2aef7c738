namespace CniChain.Benchmarks.Report;

/// <summary>One side against another, taken by turns: the median of neighbouring calls' ratios, so that a slow moment of the machine meets both.</summary>
/// <param name="Value">The side by the one it is compared with.</param>
/// <param name="Noise">Two sides that are the same, one by the other, in the same turns: how far from 1 the value is by chance.</param>
internal sealed record Ratio(double Value, double Noise)
{
    /// <summary>The median of numbers.</summary>
    public static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
