using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.Loader;

internal static class Upkeep
{
    public static readonly ActivitySource Source = new("Acme.Rate");
    private static readonly Meter s_meter = new("Acme.Rate");
    private static readonly Timer s_timer = new(static _ => Ticks++, null, TimeSpan.Zero, TimeSpan.FromSeconds(1));

    static Upkeep()
    {
        s_meter.CreateObservableCounter("acme.ticks", static () => Ticks);
        AssemblyLoadContext.GetLoadContext(typeof(Upkeep).Assembly)!.Unloading += static _ =>
        {
            s_timer.Dispose();
            s_meter.Dispose();
            Source.Dispose();
        };
    }

    public static int Ticks { get; private set; }
}
