using System.Text.RegularExpressions;
using CniChain.Testing;

namespace CniChain.Host.Tests.Telemetry;

/// <summary>The tables of host/README.md, and what the code itself says of the same things.</summary>
internal static partial class HostPage
{
    private static readonly string _text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "host", "README.md"));

    private static readonly Lazy<IReadOnlyList<string>> _sources = new(() => [.. new[] { "abstractions", "host", "linux", "plugins" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .Select(File.ReadAllText)]);

    /// <summary>The table of variables: name, default.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } =
        Variable().Matches(_text).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["default"].Value, StringComparer.Ordinal);

    /// <summary>The table of spans.</summary>
    public static IReadOnlyList<SpanRow> Spans { get; } =
        [.. Section("### Spans").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')).Select(cells =>
            new SpanRow([.. Names(cells[1])], cells[2].Trim(), [.. Names(cells[3])]))];

    /// <summary>The row of a span by its name; null for none.</summary>
    public static SpanRow? RowOf(string name)
    {
        var words = name.Split(' ');
        var example = words switch
        {
            ["netlink", "dump", _] => "netlink dump RTM_GETLINK",
            ["netlink", _] => "netlink newlink",
            [_, "ADD" or "DEL" or "CHECK" or "STATUS" or "GC" or "REPAIR" or "VERSION"] => "bridge ADD",
            ["ADD" or "DEL" or "CHECK" or "STATUS" or "GC" or "REPAIR" or "VERSION", ..] => "ADD podnet",
            _ => name,
        };
        return Spans.FirstOrDefault(row => row.Examples.Contains(example));
    }

    /// <summary>What a failure adds, to spans, metrics and logs.</summary>
    public static IReadOnlyList<string> OfFailure { get; } = ["error.type", "cni.error.code"];

    /// <summary>The variables of ours that the code names in a literal, as it does those it reads.</summary>
    public static IReadOnlySet<string> VariablesInCode => Literals(OwnVariable());

    /// <summary>What the code names like an attribute or a metric.</summary>
    public static IReadOnlySet<string> NamesInCode => Literals(TelemetryName());

    /// <summary>The instruments the code makes: name, unit.</summary>
    public static IReadOnlyDictionary<string, string> InstrumentsInCode => _sources.Value
        .SelectMany(text => Instrument().Matches(text))
        .Select(m => (Name: m.Groups["name"].Value, Unit: m.Groups["unit"].Value))
        .Distinct()
        .ToDictionary(i => i.Name, i => i.Unit, StringComparer.Ordinal);

    private static HashSet<string> Literals(Regex pattern) =>
        [.. _sources.Value.SelectMany(text => pattern.Matches(text)).Select(m => m.Groups[1].Value)];

    private static string Section(string title)
    {
        var start = _text.IndexOf(title + "\n", StringComparison.Ordinal) + title.Length;
        return _text[start.._text.IndexOf("\n#", start, StringComparison.Ordinal)];
    }

    private static IEnumerable<string> Names(string cell) => Code().Matches(cell).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"^\| `(?<name>[A-Z_]+)` \| \w+ \| (?<default>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"""(CNICHAIN_[A-Z_]+|CNI_NETNS_[A-Z]+)""")]
    private static partial Regex OwnVariable();

    [GeneratedRegex(@"""((?:cni|container|dhcp|error|file|k8s|network|process)\.[a-z0-9_.]+)""")]
    private static partial Regex TelemetryName();

    [GeneratedRegex(@"\.Create\w+(?:<\w+>)?\(\s*""(?<name>[a-z0-9_.]+)"",[^;]*?""(?<unit>s|\{\w+\})""")]
    private static partial Regex Instrument();
}

/// <summary>A row of the table of spans.</summary>
/// <param name="Examples">Names, with placeholders' values as in an example.</param>
/// <param name="Kind">Its kind, and what else stands there.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record SpanRow(IReadOnlyList<string> Examples, string Kind, IReadOnlyList<string> Attributes);
