using System.Text.Json;

namespace CniChain.Benchmarks.Report;

/// <summary>The results as JSON, for comparing runs.</summary>
internal static class ResultFile
{
    private static readonly double[] s_shares = [0, 0.5, 0.9, 0.95, 0.99, 1];

    /// <summary>Writes the file.</summary>
    public static void Write(string path, BenchOptions options, ResultBook book, IReadOnlyList<Target> targets)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("at", TimeProvider.System.GetUtcNow());
        json.WriteBoolean("quick", options.Quick);
        WriteMachine(json);
        json.WriteStartArray("series");
        foreach (var (figure, side, samples) in book.Series)
        {
            WriteSeries(json, figure, side, samples);
        }

        json.WriteEndArray();
        json.WriteStartObject("numbers");
        foreach (var (name, value) in book.Numbers)
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("ratios");
        foreach (var (figure, ratio) in book.Ratios)
        {
            json.WriteStartObject(figure);
            json.WriteNumber("ratio", Math.Round(ratio.Value, 4));
            json.WriteNumber("noise", Math.Round(ratio.Noise, 4));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("targets");
        foreach (var target in targets)
        {
            json.WriteStartObject();
            json.WriteString("name", target.Name);
            json.WriteString("wanted", target.Wanted);
            json.WriteString("measured", target.Measured);
            json.WriteNumber("shareOfAllowed", Math.Round(target.Share ?? double.NaN, 4));
            json.WriteBoolean("met", target.IsMet == true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("problems");
        book.Problems.ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMachine(Utf8JsonWriter json)
    {
        json.WriteStartObject("machine");
        json.WriteNumber("cores", Environment.ProcessorCount);
        json.WriteString("kernel", File.ReadAllText("/proc/sys/kernel/osrelease").Trim());
        json.WriteString("load", File.ReadAllText("/proc/loadavg").Trim());
        json.WriteString("dotnet", Environment.Version.ToString());
        json.WriteEndObject();
    }

    private static void WriteSeries(Utf8JsonWriter json, string figure, Side side, Samples samples)
    {
        json.WriteStartObject();
        json.WriteString("figure", figure);
        json.WriteString("side", TableView.Name(side));
        json.WriteNumber("calls", samples.Count);
        json.WriteNumber("failures", samples.Failures);
        if (samples.Count > 0)
        {
            foreach (var share in s_shares)
            {
                json.WriteNumber($"p{share * 100:f0}Milliseconds", Math.Round(samples.Percentile(share), 3));
            }

            json.WriteNumber("callsPerSecond", Math.Round(samples.Rate, 2));
            json.WriteNumber("cpuMillisecondsEach", Math.Round(samples.CpuEach, 3));
        }

        json.WriteEndObject();
    }
}
