using CniChain.TestLibrary;

namespace CniChain.TestPlugins;

/// <summary>Names the version of its library in the result, by a method the first version does not have.</summary>
[CniPlugin("usestwo")]
public sealed class UsesTwoPlugin : ICniPlugin
{
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var result = context.PrevResult ?? CniResult.Empty;
        return Task.FromResult(result with { Interfaces = [.. result.Interfaces, new CniInterface { Name = Library.GetName("two") }] });
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
