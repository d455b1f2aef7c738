namespace CniChain.Testing;

/// <summary>Remembers what a plugin logged.</summary>
public sealed class FakeLog : ICniLog
{
    private readonly List<string> _lines = [];

    /// <summary>The lines so far, warnings with "warning: " in front.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <inheritdoc />
    public void Info(string message) => Add(message);

    /// <inheritdoc />
    public void Warn(string message) => Add("warning: " + message);

    private void Add(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }
}
