using CniChain.Linux;

namespace CniChain.Plugins;

/// <summary>What went wrong in steps that go on past each other, reported once.</summary>
internal sealed class Failures
{
    private readonly List<CniException> _failures = [];

    /// <summary>Runs a step and keeps its failure.</summary>
    public void Collect(string step, Action action)
    {
        try
        {
            action();
        }
        catch (LinuxException e)
        {
            _failures.Add(KernelFailure.During(step, e));
        }
        catch (CniException e)
        {
            _failures.Add(e);
        }
    }

    /// <inheritdoc cref="Collect(string, Action)"/>
    public async Task CollectAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (CniException e)
        {
            _failures.Add(e);
        }
    }

    /// <exception cref="CniException">The first failure's code, with every failure's message.</exception>
    public void ThrowIfAny()
    {
        if (_failures.Count == 1)
        {
            throw _failures[0];
        }

        if (_failures.Count > 1)
        {
            var messages = new List<string>(_failures.Count);
            foreach (var failure in _failures)
            {
                messages.Add(failure.Message);
            }

            throw new CniException(_failures[0].Code, string.Join("; and ", messages), null, _failures[0]);
        }
    }
}
