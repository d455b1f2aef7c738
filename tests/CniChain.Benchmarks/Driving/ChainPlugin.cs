namespace CniChain.Benchmarks.Driving;

/// <summary>One plugin that is executed.</summary>
/// <param name="Type">Its file in /opt/cni/bin.</param>
/// <param name="Keys">The members of its configuration, without braces.</param>
/// <param name="TakesPorts">Whether it declares the capability portMappings.</param>
internal sealed record ChainPlugin(string Type, string Keys, bool TakesPorts)
{
    /// <summary>Whether its CHECK may fail; it is timed all the same.</summary>
    public bool MayFailCheck { get; init; }
}
