namespace CniChain.Host;

/// <summary>Failures of work that goes on past them, reported once at the end.</summary>
internal sealed class FailureList
{
    private readonly List<CniException> _failures = [];

    public int Count => _failures.Count;

    public void Add(CniException failure) => _failures.Add(failure);

    /// <summary>Every failure in one line.</summary>
    public override string ToString() => string.Join("; ", _failures.ConvertAll(Line));

    /// <summary>The first failure's code and message, the others in its details.</summary>
    /// <exception cref="CniException">When there is any.</exception>
    public void ThrowIfAny()
    {
        if (_failures.Count == 0)
        {
            return;
        }

        var first = _failures[0];
        if (_failures.Count == 1)
        {
            throw first;
        }

        var others = string.Join("; ", _failures.GetRange(1, _failures.Count - 1).ConvertAll(Line));
        throw With(first, $"and also: {others}");
    }

    /// <summary>The same failure with more in its details.</summary>
    public static CniException With(CniException failure, string more) =>
        new(failure.Code, failure.Message, string.IsNullOrEmpty(failure.Details) ? more : $"{failure.Details}; {more}", failure);

    private static string Line(CniException e) => string.IsNullOrEmpty(e.Details) ? e.Message : $"{e.Message} ({e.Details})";
}
