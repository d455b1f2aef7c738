using CniChain.Benchmarks.Agent;

namespace CniChain.Benchmarks.Report;

/// <summary>Everything a run has measured.</summary>
internal sealed class ResultBook
{
    private readonly Dictionary<(string Figure, Side Side), Samples> _samples = [];
    private readonly List<(string Figure, Side Side)> _order = [];
    private readonly Dictionary<string, double> _numbers = [];

    /// <summary>Every series, in the order it was begun.</summary>
    public IEnumerable<(string Figure, Side Side, Samples Samples)> Series => _order.Select(key => (key.Figure, key.Side, _samples[key]));

    /// <summary>Single numbers: bytes, counts.</summary>
    public IReadOnlyDictionary<string, double> Numbers => _numbers;

    /// <summary>Sides compared by turns, by figure.</summary>
    public Dictionary<string, Ratio> Ratios { get; } = [];

    /// <summary>What failed, a line a series.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Adds the calls of an answer to a series.</summary>
    public void Add(string figure, Side side, Answer answer)
    {
        var key = (figure, side);
        if (!_samples.TryGetValue(key, out var samples))
        {
            _samples[key] = samples = new Samples();
            _order.Add(key);
        }

        samples.Add(answer);
        if (answer.Problem is { } problem)
        {
            Problems.Add($"{figure}, {side}: {answer.Failures} calls failed, the first one: {problem}");
        }
    }

    public void Set(string number, double value) => _numbers[number] = value;

    public Samples? Find(string figure, Side side) => _samples.GetValueOrDefault((figure, side));

    public double? Number(string name) => _numbers.TryGetValue(name, out var value) ? value : null;
}
