namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>Chance that is the same every time.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Two times of three.</summary>
    public bool Often => _random.Next(3) != 0;

    /// <summary>One time of eight.</summary>
    public bool Seldom => _random.Next(8) == 0;

    public int Next(int limit) => _random.Next(limit);

    public string Of(params string[] from) => from[_random.Next(from.Length)];

    /// <summary>Adds a text some times of some.</summary>
    public void Maybe(List<string> list, string text, int times, int of)
    {
        if (_random.Next(of) < times)
        {
            list.Add(text);
        }
    }
}
