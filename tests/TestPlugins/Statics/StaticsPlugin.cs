using System.Runtime.Loader;

namespace CniChain.TestPlugins;

/// <summary>
/// Has what is static, as the page for authors shows it (Upkeep.cs). With "leave" it also leaves a timer behind, as it should not; with
/// "throw" what it does at its unloading fails. Returns an interface named by its version, a literal that a test changes in the built file.
/// </summary>
[CniPlugin("statics")]
public sealed class StaticsPlugin : ICniPlugin
{
    private static Timer? s_left;

    // No constant: that would stand in the file twice.
    private static string Version => "version-0000";

    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        using var span = Upkeep.Source.StartActivity("upkeep");
        if (context.Config.Root.GetBool("leave"))
        {
            s_left ??= new Timer(static _ => { }, null, TimeSpan.Zero, TimeSpan.FromHours(1));
        }

        if (context.Config.Root.GetBool("throw"))
        {
            AssemblyLoadContext.GetLoadContext(typeof(StaticsPlugin).Assembly)!.Unloading += static _ => throw new InvalidOperationException("not now");
        }

        return Task.FromResult(new CniResult { Interfaces = [new CniInterface { Name = Version, Sandbox = context.NetnsPath }] });
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
