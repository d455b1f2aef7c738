using CniChain.TestLibrary;

namespace CniChain.TestPlugins;

/// <summary>Names the version of its library in the result.</summary>
[CniPlugin("usesone")]
public sealed class UsesOnePlugin : ICniPlugin
{
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var result = context.PrevResult ?? CniResult.Empty;
        return Task.FromResult(result with { Interfaces = [.. result.Interfaces, new CniInterface { Name = Library.Name }] });
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
