namespace CniChain.Host;

/// <summary>How often something was done, how often in vain, and how long it took.</summary>
/// <param name="Count">How often.</param>
/// <param name="Errors">How often in vain.</param>
/// <param name="Seconds">How long altogether.</param>
/// <param name="Max">The longest, in seconds, since the host began.</param>
/// <param name="Buckets">How many took up to <see cref="Bound"/> of the index and longer than that of the one before.</param>
internal sealed record StepFigure(long Count, long Errors, double Seconds, double Max, IReadOnlyList<long> Buckets)
{
    // From 20 µs, each bound 1.41 times the one before, to 20 s.
    public const int BucketCount = 42;
    private const double FirstBound = 20e-6;
    private static readonly double s_step = Math.Sqrt(2);

    public static StepFigure None { get; } = new(0, 0, 0, 0, new long[BucketCount]);

    /// <summary>The mean, in seconds.</summary>
    public double Mean => Count > 0 ? Seconds / Count : 0;

    /// <summary>The upper bound of a bucket, in seconds; the last has none.</summary>
    public static double Bound(int bucket) => FirstBound * Math.Pow(s_step, bucket);

    /// <summary>The bucket of a duration.</summary>
    public static int BucketOf(double seconds) => seconds <= FirstBound
        ? 0
        : Math.Min((int)Math.Ceiling(Math.Log(seconds / FirstBound, s_step) - 1e-9), BucketCount - 1);

    /// <summary>About the duration, in seconds, that so large a part of all stays below; 0 when there is none.</summary>
    /// <param name="part">Between 0 and 1.</param>
    public double Percentile(double part)
    {
        var wanted = Buckets.Sum() * part;
        var seen = 0L;
        for (var i = 0; i < Buckets.Count; i++)
        {
            seen += Buckets[i];
            if (seen > 0 && seen >= wanted)
            {
                return Math.Min(Bound(i), Max);
            }
        }

        return 0;
    }

    /// <summary>Both together.</summary>
    public StepFigure Plus(StepFigure other) => new(
        Count + other.Count, Errors + other.Errors, Seconds + other.Seconds, Math.Max(Max, other.Max), [.. Buckets.Select((n, i) => n + other.Buckets[i])]);

    /// <summary>What has been added since an earlier reading.</summary>
    public StepFigure Since(StepFigure earlier) => new(
        Count - earlier.Count, Errors - earlier.Errors, Seconds - earlier.Seconds, Max, [.. Buckets.Select((n, i) => n - earlier.Buckets[i])]);
}
