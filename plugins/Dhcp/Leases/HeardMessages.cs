namespace CniChain.Plugins.Dhcp;

/// <summary>What was sent and heard while no lease came of it, for the error that says so.</summary>
/// <param name="first">The message that looks for servers, in the protocol's word.</param>
/// <param name="second">The one that asks one of them.</param>
/// <param name="nothing">What is said when nothing was heard.</param>
internal sealed class HeardMessages(string first, string second, string nothing)
{
    private const int MaxLines = 6;

    private readonly List<string> _lines = [];
    private int _first;
    private int _second;
    private int _left;

    public void Sent(string message)
    {
        _first += message == first ? 1 : 0;
        _second += message == second ? 1 : 0;
    }

    /// <summary>Notes an answer once, however often it came.</summary>
    public void Heard(string line)
    {
        if (_lines.Contains(line))
        {
            return;
        }

        if (_lines.Count == MaxLines)
        {
            _left++;
            return;
        }

        _lines.Add(line);
    }

    public void Clear()
    {
        _lines.Clear();
        _first = _second = _left = 0;
    }

    public override string ToString()
    {
        var sent = $"{_first} {first} and {_second} {second} were sent";
        if (_lines.Count == 0)
        {
            return $"{sent}; {nothing}";
        }

        var more = _left > 0 ? $"; and {_left} more" : "";
        return $"{sent}; heard: {string.Join("; ", _lines)}{more}";
    }
}
