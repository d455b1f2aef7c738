using System.Globalization;

namespace CniChain.Benchmarks.Report;

/// <summary>The project's targets, held against one run. All but the absolute ones are ratios within it.</summary>
internal static class Targets
{
    private const double MiB = 1024 * 1024;

    /// <summary>Every target of which the run has both sides.</summary>
    public static IReadOnlyList<Target> Of(ResultBook book) =>
    [
        .. new[]
        {
            Faster("ADD p50, one at a time", book, Figures.Add, 20),
            Above("ADD p50 above the kernel floor", book, Figures.Add, 8),
            Faster("DEL p50, one at a time", book, Figures.Del, 8),
            Rate("8 workers, ADD/s", book, Figures.Add8, 30),
            Rate("8 workers, DEL/s", book, Figures.Del8, 30),
            Rate("drain of 200 by 32 workers", book, Figures.Drain, 40),
            Beside("ADD p50 with 10,000 leases and ports", book, Figures.AddBesideCrowded, 1.2),
            Beside("ADD p50 with tracing on", book, Figures.AddBesideTraced, 1.05),
            Beside("ADD p50, no collector there", book, Figures.AddBesideRefused, 1.05),
            Beside("ADD p50, a collector that hangs", book, Figures.AddBesideHung, 1.05),
            Beside("ADD p50, a collector of garbage", book, Figures.AddBesideGarbage, 1.05),
            Spread("32 workers, ADD p99", book, Figures.Add32, 5),
            AtMost("the first call, host start included, p50", book, Figures.FirstCall, 400),
            AtMost("foreground run, p50", book, Figures.Foreground, 250),
            AtMost("cnichain alone, p50", book, Figures.Version, 6),
            Bytes("cnichain on disk", book, Figures.ShimBytes, 6),
            Bytes("idle host", book, Figures.IdleBytes, 60),
            Bytes($"host after {book.Number(Figures.PairCount):N0} ADD/DEL pairs", book, Figures.UsedBytes, 66),
        }.OfType<Target>(),
    ];

    private static Target? Faster(string name, ResultBook book, string figure, double times)
    {
        var (ours, theirs) = (book.Find(figure, Side.CniChain)?.Median, book.Find(figure, Side.Reference)?.Median);
        return ours is null || theirs is null ? null : new Target(
            name, $"reference / {times}", Text($"{theirs:f1} ms / {theirs / ours:f1} = {ours:f2} ms"), ours * times / theirs);
    }

    private static Target? Above(string name, ResultBook book, string figure, double milliseconds)
    {
        var above = book.Find(figure, Side.CniChain)?.Median - book.Find(figure, Side.Floor)?.Median;
        return above is null ? null : new Target(
            name, $"at most {milliseconds} ms", Text($"{book.Find(figure, Side.Floor)!.Median:f2} + {above:f2} ms"), above / milliseconds);
    }

    private static Target? Rate(string name, ResultBook book, string figure, double times)
    {
        var (ours, theirs) = (book.Find(figure, Side.CniChain)?.Rate, book.Find(figure, Side.Reference)?.Rate);
        return ours is null || theirs is null ? null : new Target(
            name, $"reference x {times}", Text($"{theirs:f1}/s x {ours / theirs:f1} = {ours:f0}/s"), theirs * times / ours);
    }

    private static Target? Beside(string name, ResultBook book, string figure, double times) =>
        !book.Ratios.TryGetValue(figure, out var ratio) ? null : new Target(
            name,
            Text($"x {times}"),
            Text($"{book.Find(figure, Side.CniChain)!.Median:f2} ms x {ratio.Value:f3}; noise: x {ratio.Noise:f3}"),
            ratio.Value / times);

    private static Target? Spread(string name, ResultBook book, string figure, double times) =>
        book.Find(figure, Side.CniChain) is not { } ours ? null : new Target(
            name, $"p50 x {times}", Text($"{ours.Median:f1} ms x {ours.Percentile(0.99) / ours.Median:f1}"), ours.Percentile(0.99) / ours.Median / times);

    private static Target? AtMost(string name, ResultBook book, string figure, double milliseconds) =>
        book.Find(figure, Side.CniChain)?.Median is not { } ours ? null : new Target(
            name, $"at most {milliseconds} ms", Text($"{ours:f1} ms"), ours / milliseconds);

    private static Target? Bytes(string name, ResultBook book, string number, double mebibytes) =>
        book.Number(number) / MiB is not { } ours ? null : new Target(
            name, $"at most {mebibytes} MiB", Text($"{ours:f1} MiB"), ours / mebibytes);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
