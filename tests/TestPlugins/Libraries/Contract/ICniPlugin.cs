namespace CniChain;

/// <summary>A contract that never was: one verb only.</summary>
public interface ICniPlugin
{
    Task AttachAsync(string containerId);
}
